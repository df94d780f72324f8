using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Duplicates;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Connections.Duplicates;

/// <summary>Tests connections that were connected again instead of repaired.</summary>
public sealed class DuplicatesTests : DatabaseContext
{
    [Fact]
    public async Task A_connection_that_was_added_while_another_was_broken_is_a_duplicate()
    {
        await TwoAsync();
        var found = Assert.Single(await FindAsync());
        Assert.Equal(
            ("old", "new", Some.Noon.AddMinutes(20)),
            (found.BrokenId, found.NewerId, found.NewerSince)
        );
    }

    [Fact]
    public async Task A_connection_from_before_the_break_that_a_poll_finds_is_no_duplicate()
    {
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 0, "old", "zoe", brokerageId: "b1"),
            Some.Event(EventTypes.ConnectionBroken, 10, "old", "zoe")
        );
        await CheckAsync("second login", createdAt: Some.Noon.AddMinutes(-500));
        Assert.Empty(await FindAsync());
        await CheckAsync("connected again", createdAt: Some.Noon.AddMinutes(15));
        Assert.Equal("connected again", Assert.Single(await FindAsync()).NewerId);
    }

    [Theory]
    [InlineData("another brokerage", "zoe", "b2", 20)]
    [InlineData("another user", "ben", "b1", 20)]
    [InlineData("there before the break", "zoe", "b1", 5)]
    public async Task Other_connections_are_no_duplicates(
        string id,
        string user,
        string brokerage,
        int minute
    )
    {
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 0, "old", "zoe", brokerageId: "b1"),
            Some.Event(EventTypes.ConnectionBroken, 10, "old", "zoe"),
            Some.Event(EventTypes.ConnectionAdded, minute, id, user, brokerageId: brokerage)
        );
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Connections_of_unknown_brokerages_are_no_duplicates()
    {
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionBroken, 10, "old", "zoe"),
            Some.Event(EventTypes.ConnectionFixed, 20, "new", "zoe")
        );
        Assert.Empty(await FindAsync());
        var queries = new ConnectionQueries(Database, ActorScope.Of(Role.Support));
        var filter = new ConnectionFilter { HasDuplicate = true };
        Assert.Empty((await queries.PageAsync(filter, after: null, 10, Token)).Rows);
    }

    [Theory]
    [InlineData(EventTypes.ConnectionFixed, "old")]
    [InlineData(EventTypes.ConnectionDeleted, "old")]
    [InlineData(EventTypes.ConnectionDeleted, "new")]
    public async Task A_duplicate_ends_when_either_side_ends(string type, string id)
    {
        await TwoAsync();
        await Database.EventsAsync(Some.Event(type, 60, id, "zoe"));
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Two_logins_are_recorded_audited_and_not_shown_again()
    {
        await TwoAsync();
        var decisions = Decisions(Role.Support);
        await decisions.KeepBothAsync("old", "new", Token);
        await decisions.KeepBothAsync("old", "new", Token);
        Assert.Empty(await FindAsync());
        await using var db = Database.CreateDbContext();
        var entry = await db.AuditEntries.SingleAsync(Token);
        Assert.Equal(
            ("keep both connections", "connection:old", """{"other":"new"}"""),
            (entry.Action, entry.Subject, entry.After)
        );
        // A third one is another question.
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 90, "third", "zoe", brokerageId: "b1")
        );
        Assert.Equal("third", Assert.Single(await FindAsync()).NewerId);
    }

    [Fact]
    public async Task A_manager_may_not_decide() =>
        await Assert.ThrowsAsync<AccessDeniedException>(() =>
            Decisions(Role.Manager).KeepBothAsync("old", "new", Token)
        );

    [Fact]
    public async Task Lists_mark_duplicates_and_can_be_narrowed_to_them()
    {
        await TwoAsync();
        await Database.EventsAsync(
            Some.Event(EventTypes.ConnectionBroken, 12, "lonely", "ben", brokerageId: "b1")
        );
        var queries = new ConnectionQueries(Database, ActorScope.Of(Role.Support));
        var all = await queries.PageAsync(new ConnectionFilter(), after: null, 10, Token);
        Assert.Equal(["old"], all.Rows.Where(r => r.Duplicate is not null).Select(r => r.Id));
        var some = await queries.PageAsync(
            new ConnectionFilter { HasDuplicate = true },
            after: null,
            10,
            Token
        );
        Assert.Equal(["old"], some.Rows.Select(r => r.Id));
        Assert.Equal(
            "Can’t make a link: user secret missing",
            NextStep.Of(all.Rows.Single(r => r.Id == "old"), Some.Noon).Words
        );
        Assert.Equal(
            "Connected again (new id)",
            NextStep.Of(all.Rows.Single(r => r.Id == "old") with { CanAskSnapTrade = true }, Some.Noon).Words
        );
    }

    private Task TwoAsync() =>
        Database.EventsAsync(
            Some.Event(EventTypes.ConnectionAdded, 0, "old", "zoe", brokerageId: "b1"),
            Some.Event(EventTypes.ConnectionBroken, 10, "old", "zoe"),
            Some.Event(EventTypes.ConnectionAdded, 20, "new", "zoe", brokerageId: "b1")
        );

    private Task CheckAsync(string id, DateTimeOffset createdAt) =>
        Database.Log.RecordAsync(
            [
                new ConnectionCheck(
                    id,
                    "zoe",
                    Some.Noon.AddMinutes(40),
                    Health.Healthy,
                    BrokerageId: "b1",
                    CreatedAt: createdAt
                ),
            ],
            cancellationToken: Token
        );

    private async Task<List<Duplicate>> FindAsync()
    {
        await using var db = Database.CreateDbContext();
        var broken = await db
            .Connections.Where(c => c.Health == Health.Disabled)
            .Select(c => c.Id)
            .ToListAsync(Token);
        return await DuplicateSearch.Of(db, broken).ToListAsync(Token);
    }

    private DuplicateDecisions Decisions(Role role)
    {
        var current = ActorScope.Of(role);
        return new(
            Database,
            Database.Changes,
            new AuditWriter(current, TimeProvider.System),
            current,
            TimeProvider.System
        );
    }
}
