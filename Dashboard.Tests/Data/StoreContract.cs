using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>
/// The required behaviour of every provider. A database may be shared, so tests name data by
/// <see cref="Id"/> and read only their own.
/// </summary>
public abstract class StoreContract(Func<Task<TestStore>> open) : IAsyncLifetime
{
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..12];

    protected TestStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await open();

    public async ValueTask DisposeAsync()
    {
        if (Store is not null)
            await Store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected string Id(string name) => $"{_prefix}-{name}";

    /// <summary>An event of this test's connection and user.</summary>
    protected IncomingEvent Event(
        string type,
        double minute,
        string? connection = "c1",
        string user = "u1",
        string? key = null,
        string? result = null
    ) =>
        Some.Event(
            type,
            minute,
            connection is null ? null : Id(connection),
            Id(user),
            key is null ? null : Id(key),
            Id("brokerage"),
            result
        );

    protected IncomingEvent Broken(double minute, string connection = "c1") =>
        Event(EventTypes.ConnectionBroken, minute, connection);

    protected IncomingEvent Fixed(double minute, string connection = "c1") =>
        Event(EventTypes.ConnectionFixed, minute, connection);

    protected Task<IReadOnlyList<Appended>> AppendAsync(params IncomingEvent[] events) =>
        Store.Log.AppendAsync(events, cancellationToken: Token);

    protected async Task AppendOneByOneAsync(params IncomingEvent[] events)
    {
        foreach (var item in events)
            await AppendAsync(item);
    }

    protected Task CheckAsync(
        Health health,
        double minute,
        double? brokenAt = null,
        string connection = "c1"
    ) =>
        Store.Log.RecordAsync(
            [
                new ConnectionCheck(
                    Id(connection),
                    Id("u1"),
                    Some.Noon.AddMinutes(minute),
                    health,
                    brokenAt is { } at ? Some.Noon.AddMinutes(at) : null
                ),
            ],
            cancellationToken: Token
        );

    protected async Task<Connection> ConnectionAsync(string name = "c1")
    {
        var id = Id(name);
        await using var db = Store.CreateDbContext();
        return await db.Connections.AsNoTracking().SingleAsync(c => c.Id == id, Token);
    }

    protected async Task<bool> ExistsAsync(string name)
    {
        var id = Id(name);
        await using var db = Store.CreateDbContext();
        return await db.Connections.AnyAsync(c => c.Id == id, Token);
    }

    /// <summary>Every event of this test, oldest first.</summary>
    protected async Task<List<ConnectionEvent>> EventsAsync()
    {
        await using var db = Store.CreateDbContext();
        return await db
            .Events.AsNoTracking()
            .Where(e => e.UserId.StartsWith(_prefix))
            .OrderBy(e => e.OccurredAt)
            .ThenBy(e => e.Id)
            .ToListAsync(Token);
    }

    /// <summary>The connection's episodes as <c>start-end outcome</c>, in minutes.</summary>
    protected async Task<string> EpisodesAsync(string name = "c1")
    {
        var id = Id(name);
        await using var db = Store.CreateDbContext();
        var episodes = await db
            .Episodes.AsNoTracking()
            .Where(e => e.ConnectionId == id)
            .OrderBy(e => e.StartedAt)
            .ToListAsync(Token);
        return string.Join(
            ", ",
            episodes.Select(e => $"{Minute(e.StartedAt)}-{Minute(e.EndedAt)} {e.Outcome}".Trim())
        );
    }

    protected static double? Minute(DateTimeOffset? at) => (at - Some.Noon)?.TotalMinutes;

    /// <summary>The stored counts of this test's brokerage equal the counted connections.</summary>
    protected async Task AssertCountsAreRightAsync()
    {
        await using var db = Store.CreateDbContext();
        var kept = await db
            .HealthCounts.AsNoTracking()
            .Where(c => c.BrokerageId.StartsWith(_prefix) && c.Total != 0)
            .ToListAsync(Token);
        var connections = await db
            .Connections.AsNoTracking()
            .Where(c => c.BrokerageId!.StartsWith(_prefix))
            .ToListAsync(Token);
        Assert.Equal(
            connections
                .GroupBy(c => (c.BrokerageId, c.Health))
                .Select(g => $"{g.Key} {g.Count()} {g.Count(c => c.AwaitingVerification)}")
                .Order(StringComparer.Ordinal),
            kept.Select(c => $"{(c.BrokerageId, c.Health)} {c.Total} {c.Awaiting}")
                .Order(StringComparer.Ordinal)
        );
    }
}
