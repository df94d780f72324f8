using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Events;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>Several nodes write to one database without losing or duplicating data.</summary>
public abstract class ConcurrencyContract(Func<Task<TestStore>> open) : StoreContract(open)
{
    private static readonly string[] Types =
    [
        EventTypes.ConnectionAdded,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionDeleted,
        EventTypes.ConnectionUpdated,
        EventTypes.HoldingsUpdated,
    ];

    [Fact]
    public async Task Four_writers_on_two_nodes_end_in_the_state_of_all_their_events()
    {
        var random = new Random(7);
        // One list for all: every event is delivered to two writers, in another order each.
        var events = Enumerable.Range(0, 240).Select(i => Any(random, i)).ToArray();
        EventLog[] logs = [Store.Log, Store.NewLog()];
        var accepted = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(w => WriteAsync(logs[w % 2], Part(events, w)))
        );

        Assert.Equal(events.Length, accepted.Sum());
        var stored = await EventsAsync();
        Assert.Equal(
            events.Where(e => !EventTypes.IsData(e.Type)).Select(e => e.Key).Order(StringComparer.Ordinal),
            stored.Select(e => e.WebhookId).Order(StringComparer.Ordinal)
        );
        foreach (var group in events.GroupBy(e => e.ConnectionId!, StringComparer.Ordinal))
            await AssertIsFoldOfAsync(group.Key, [.. group]);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task The_same_event_at_two_nodes_at_once_is_accepted_once()
    {
        EventLog[] logs = [Store.Log, Store.NewLog()];
        for (var i = 0; i < 20; i++)
        {
            var item = Event(EventTypes.ConnectionBroken, i, $"c{i}", $"u{i}", $"k{i}");
            var results = await Task.WhenAll(logs.Select(log => Task.Run(() => log.AppendAsync([item]))));
            Assert.Equal([Appended.Accepted, Appended.Duplicate], results.SelectMany(r => r).Order());
        }
        Assert.Equal(20, (await EventsAsync()).Count);
        await AssertCountsAreRightAsync();
    }

    [Theory]
    [InlineData(EventTypes.ConnectionAttempted, null)]
    [InlineData(EventTypes.UserDeleted, null)]
    [InlineData(EventTypes.ConnectionFixed, "another")]
    public async Task A_user_read_before_an_event_changed_it_can_not_be_written_back(
        string type,
        string? connection
    )
    {
        await AppendAsync(Fixed(0));
        await using var db = Store.CreateDbContext();
        var user = await UserAsync(db);

        await AppendAsync(Event(type, 1, connection));

        user.SetSecret("secret", Some.Noon);
        user.NextVersion();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
    }

    [Fact]
    public async Task A_batch_does_not_undo_what_was_said_of_a_user_since_it_read_the_row()
    {
        await AppendAsync(Fixed(0));
        await using var batch = Store.CreateDbContext();
        var read = await UserAsync(batch);
        await using (var db = Store.CreateDbContext())
        {
            var user = await UserAsync(db);
            user.SetSecret("secret", Some.Noon);
            user.NextVersion();
            await db.SaveChangesAsync(Token);
        }

        read.NoteUnnamedAttempt();
        read.NextVersion();
        await batch.Database.OpenConnectionAsync(Token);
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() =>
            new RowCommands(batch).UpdateAsync([read], Token)
        );
    }

    [Fact]
    public async Task Of_a_row_only_the_columns_that_changed_are_written()
    {
        await AppendAsync(Fixed(0));
        await using var batch = Store.CreateDbContext();
        var owner = Id("u1");
        var read = await batch.Connections.AsNoTracking().SingleAsync(c => c.UserId == owner, Token);
        var before = read.Copy();
        await batch
            .Connections.Where(c => c.Id == read.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.Name, "named meanwhile"), Token);

        read.MarkAmbiguous(Some.Noon);
        read.NextVersion();
        await batch.Database.OpenConnectionAsync(Token);
        await new RowCommands(batch).UpdateAsync([(before, read)], Token);

        var stored = await batch.Connections.AsNoTracking().SingleAsync(c => c.Id == read.Id, Token);
        Assert.Equal(
            ("named meanwhile", Some.Noon, read.Version),
            (stored.Name, stored.AmbiguousAt, stored.Version)
        );
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() =>
            new RowCommands(batch).UpdateAsync([(before, read)], Token)
        );
    }

    private Task<SnapTradeUser> UserAsync(DashboardDbContext db)
    {
        var id = Id("u1");
        return db.SnapTradeUsers.SingleAsync(u => u.Id == id, Token);
    }

    private IncomingEvent Any(Random random, int number) =>
        Event(
            Types[random.Next(Types.Length)],
            random.Next(60),
            $"c{random.Next(6)}",
            "u1",
            key: $"e{number}"
        );

    private static IncomingEvent[] Part(IncomingEvent[] events, int writer)
    {
        var part = events.Where((_, i) => i % 4 == writer || (i + 1) % 4 == writer).ToArray();
        new Random(writer).Shuffle(part);
        return part;
    }

    private static async Task<int> WriteAsync(EventLog log, IncomingEvent[] events)
    {
        await Task.Yield();
        var accepted = 0;
        foreach (var batch in events.Chunk(5))
        {
            var results = await log.AppendAsync(batch, cancellationToken: Token);
            accepted += results.Count(r => r == Appended.Accepted);
        }
        return accepted;
    }

    private async Task AssertIsFoldOfAsync(string id, IncomingEvent[] events)
    {
        var expected = HealthProjection.Fold(
            id,
            events.Select(e => ConnectionEvent.From(e).ToFact()).OfType<HealthFact>()
        );
        await using var db = Store.CreateDbContext();
        var connection = await db.Connections.SingleAsync(c => c.Id == id, Token);
        var episodes = await db
            .Episodes.Where(e => e.ConnectionId == id)
            .OrderBy(e => e.StartedAt)
            .ToListAsync(Token);
        Assert.Equal(expected.State.Health, connection.Health);
        Assert.Equal(expected.State.Since, connection.Since);
        Assert.Equal(events.Count(e => EventTypes.IsData(e.Type)), connection.DataEvents);
        Assert.Equal(
            expected.Episodes.Select(e => (e.StartedAt, e.EndedAt, e.Outcome)),
            episodes.Select(e => (e.StartedAt, e.EndedAt, e.Outcome))
        );
    }
}
