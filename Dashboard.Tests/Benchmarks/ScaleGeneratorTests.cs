using System.Text.Json;
using Dashboard.Benchmarks.Scale;
using Dashboard.Data;
using Dashboard.Data.Audit;
using Dashboard.Data.Search;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Benchmarks;

public sealed class ScaleGeneratorTests : IDisposable
{
    private const int Connections = 200;
    private const int Events = 2000;

    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task The_product_starts_on_a_generated_file_and_lists_what_is_in_it()
    {
        await GenerateAsync(_database);
        using var server = DashboardServer.Start(database: _database);
        using var api = server.Caller();
        var summary = JsonElement.Parse(await api.GetStringAsync("/api/v1/summary", Token));
        var byHealth = summary.GetProperty("byHealth").EnumerateObject().Sum(h => h.Value.GetInt64());
        Assert.Equal(Connections, byHealth);
        var page = JsonElement.Parse(await api.GetStringAsync("/api/v1/connections?limit=100", Token));
        Assert.Equal(100, page.GetProperty("items").GetArrayLength());
        var events = JsonElement.Parse(await api.GetStringAsync("/api/v1/events?limit=100", Token));
        Assert.Equal(100, events.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_is_kept_agrees_with_the_rows_it_was_derived_from()
    {
        await GenerateAsync(_database);
        await using var db = _database.CreateDbContext();
        Assert.Equal(Events, await db.Events.CountAsync(Token));
        var connections = await db.Connections.AsNoTracking().ToListAsync(Token);
        Assert.Equal(Connections, connections.Count);
        Assert.Equal(
            connections
                .GroupBy(c => (c.BrokerageId ?? "", c.Health))
                .Select(g => (g.Key, g.LongCount(), g.LongCount(c => c.AwaitingVerification)))
                .Order(),
            (await db.HealthCounts.AsNoTracking().ToListAsync(Token))
                .Select(c => ((c.BrokerageId, c.Health), c.Total, c.Awaiting))
                .Order()
        );
        var events = (await db.Events.AsNoTracking().ToListAsync(Token)).ToLookup(e => e.ConnectionId);
        var episodes = (await db.Episodes.AsNoTracking().ToListAsync(Token)).ToLookup(e => e.ConnectionId);
        foreach (var connection in connections)
            AssertProjected(connection, [.. events[connection.Id]], [.. episodes[connection.Id]]);
        Assert.NotEqual(0, await DuplicateSearch.Having(db, db.Connections).CountAsync(Token));
        var users = await SearchTokenRepair.NextAsync(db, after: null, Token);
        var (gone, missing) = await SearchTokenRepair.DifferenceAsync(db, users, Token);
        Assert.Empty(gone.Concat(missing));
        Assert.NotNull((await db.SearchTokenFills.SingleAsync(Token)).CompletedAt);
        var verdict = await new AuditVerifier(_database).VerifyAsync(cancellationToken: Token);
        Assert.True(verdict is { Intact: > 0, Finding: null }, verdict.ToString());
    }

    [Fact]
    public async Task The_file_has_the_schema_of_the_migrations()
    {
        var before = await SchemaAsync();
        await GenerateAsync(_database);
        Assert.Equal(before, await SchemaAsync());
    }

    [Fact]
    public async Task Equal_settings_give_equal_rows()
    {
        using var other = new TestDatabase();
        await GenerateAsync(_database);
        await GenerateAsync(other);
        Assert.Equal(await RowsAsync(_database), await RowsAsync(other));
    }

    [Fact]
    public async Task Too_few_events_and_a_file_that_exists_are_refused()
    {
        var settings = new ScaleSettings(Connections, 7 * Connections, Some.Noon);
        var few = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ScaleGenerator.CreateAsync(settings, _database.FilePath + "-new", TextWriter.Null)
        );
        Assert.Contains("1600 events", few.Message);
        settings = settings with { Events = Events };
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            ScaleGenerator.CreateAsync(settings, _database.FilePath, TextWriter.Null)
        );
    }

    private static void AssertProjected(
        Connection connection,
        List<ConnectionEvent> events,
        List<Episode> episodes
    )
    {
        var facts = events.Where(e => e.ToFact() is not null).Select(e => e.ToFact()!.Value);
        if (connection.Verification is { } verification)
            facts = facts.Append(verification);
        var history = HealthProjection.Fold(connection.Id, facts);
        // Not stored: the projection has used it.
        var last = history.State.Last is { } fact ? fact with { BrokenAt = null } : (HealthFact?)null;
        Assert.Equal(history.State with { Last = last }, connection.State);
        Assert.Equal(
            history.Episodes.Select(e => (e.StartedAt, e.EndedAt, e.Outcome)),
            episodes.Select(e => (e.StartedAt, e.EndedAt, e.Outcome)).Order()
        );
        Assert.All(
            events.Where(e => e.ToFact() is not null),
            e => Assert.Equal(history.Effects[e.FactId], e.Effect)
        );
    }

    private static Task GenerateAsync(TestDatabase database)
    {
        File.Delete(database.FilePath);
        return ScaleGenerator.CreateAsync(
            new ScaleSettings(Connections, Events, new(TimeProvider.System.GetUtcNow().Date, TimeSpan.Zero)),
            database.FilePath,
            TextWriter.Null
        );
    }

    private async Task<List<string?>> SchemaAsync()
    {
        await using var db = _database.CreateDbContext();
        return await db
            .Database.SqlQuery<string?>(
                $"SELECT type || ' ' || name || ' ' || sql AS Value FROM sqlite_master WHERE sql IS NOT NULL AND name <> '__EFMigrationsLock' ORDER BY type, name"
            )
            .ToListAsync(Token);
    }

    private static async Task<string> RowsAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        return JsonSerializer.Serialize(
            new object[]
            {
                await db.Events.AsNoTracking().ToListAsync(Token),
                await db.Connections.AsNoTracking().ToListAsync(Token),
                await db.Emails.AsNoTracking().ToListAsync(Token),
                await db.ReconnectLinks.AsNoTracking().ToListAsync(Token),
                await db.AuditEntries.AsNoTracking().ToListAsync(Token),
                await db
                    .SnapTradeUsers.AsNoTracking()
                    .Select(u => new
                    {
                        u.Id,
                        u.Name,
                        u.Email,
                    })
                    .ToListAsync(Token),
            }
        );
    }
}
