using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Data;

/// <summary>Tests appending events on every database.</summary>
public abstract class EventLogContract(Func<Task<TestStore>> open) : StoreContract(open)
{
    [Fact]
    public async Task Events_health_and_episode_are_there_after_an_append()
    {
        await AppendAsync(Event(EventTypes.ConnectionAdded, 0), Broken(5));

        var connection = await ConnectionAsync();
        Assert.Equal(Health.Disabled, connection.Health);
        Assert.Equal(5, Minute(connection.Since));
        Assert.Equal("5-", await EpisodesAsync());
        Assert.Equal([EventEffect.Added, EventEffect.Broke], (await EventsAsync()).Select(e => e.Effect));
        Assert.Equal(Health.Disabled, Assert.Single(Store.Changes.All, c => c.Id == Id("c1")).Health);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_repeated_event_is_a_duplicate_in_its_batch_and_later()
    {
        var broken = Event(EventTypes.ConnectionBroken, 1, key: "same");
        var alike = Event(EventTypes.ConnectionDeleted, 9, key: "same");

        Assert.Equal([Appended.Accepted, Appended.Duplicate], await AppendAsync(broken, alike));
        Assert.Equal([Appended.Duplicate], await AppendAsync(alike));

        Assert.Equal(Health.Disabled, (await ConnectionAsync()).Health);
        Assert.Single(await EventsAsync());
    }

    [Fact]
    public async Task Keys_that_differ_in_case_or_accent_are_different_events()
    {
        foreach (var key in (string[])["Zoe", "zoe", "Zoë", "ZOE"])
            Assert.Equal(
                [Appended.Accepted],
                await AppendAsync(Event(EventTypes.ConnectionFixed, 0, key: key))
            );
        Assert.Equal(4, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task A_failing_write_alongside_leaves_nothing_behind()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Store.Log.AppendAsync(
                [Broken(0)],
                (_, _) => throw new InvalidOperationException("the other write failed"),
                Token
            )
        );

        Assert.Empty(await EventsAsync());
        Assert.False(await ExistsAsync("c1"));
        Assert.Equal("", await EpisodesAsync());
        Assert.DoesNotContain(Store.Changes.All, c => c.Id == Id("c1"));
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_write_alongside_is_committed_with_the_events()
    {
        var id = Id("alongside");
        await Store.Log.AppendAsync(
            [Broken(0)],
            (db, token) =>
                db
                    .SnapTradeUsers.Where(u => u.Id == Id("u1"))
                    .ExecuteUpdateAsync(s => s.SetProperty(u => u.Name, id), token),
            Token
        );

        await using var db = Store.CreateDbContext();
        var user = await db.SnapTradeUsers.FindAsync([Id("u1")], Token);
        Assert.Equal(id, user!.Name);
    }

    [Fact]
    public async Task A_batch_that_conflicts_with_another_writer_is_retried_successfully()
    {
        await AppendAsync(Event(EventTypes.ConnectionFixed, 0, "other", key: "taken"));
        var tries = 0;

        var results = await Store.Log.AppendAsync(
            [Broken(1)],
            async (db, token) =>
            {
                if (tries++ > 0)
                    return;
                db.Receipts.Add(new EventReceipt { Key = Id("taken"), ReceivedAt = Some.Noon });
                await db.SaveChangesAsync(token);
            },
            Token
        );

        Assert.Equal(2, tries);
        Assert.Equal([Appended.Accepted], results);
        Assert.Equal(2, (await EventsAsync()).Count);
        Assert.Single(Store.Changes.All, c => c.Id == Id("c1"));
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_connection_moves_to_its_brokerages_count_once_that_is_known()
    {
        await AppendAsync(Broken(0) with { BrokerageId = null });
        await AssertCountsAreRightAsync();
        await AppendAsync(Event(EventTypes.NewAccountAvailable, 1), Fixed(2, "c2"));

        Assert.Equal(Id("brokerage"), (await ConnectionAsync()).BrokerageId);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_late_break_moves_the_start_of_the_run_back()
    {
        await AppendOneByOneAsync(Broken(10), Broken(4), Broken(7));

        Assert.Equal(4, Minute((await ConnectionAsync()).Since));
        Assert.Equal("4-", await EpisodesAsync());
        Assert.Equal(
            [EventEffect.Broke, EventEffect.Confirmed, EventEffect.Confirmed],
            (await EventsAsync()).Select(e => e.Effect)
        );
    }

    [Fact]
    public async Task A_late_fix_splits_an_episode_and_corrects_the_effects()
    {
        await AppendOneByOneAsync(Broken(0), Broken(20), Fixed(10));

        Assert.Equal("0-10 Repaired, 20-", await EpisodesAsync());
        Assert.Equal(
            [EventEffect.Broke, EventEffect.Repaired, EventEffect.Broke],
            (await EventsAsync()).Select(e => e.Effect)
        );
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task An_event_older_than_the_health_is_history_and_changes_no_health()
    {
        await AppendOneByOneAsync(Fixed(10), Broken(0));

        Assert.Equal(Health.Healthy, (await ConnectionAsync()).Health);
        Assert.Equal("0-10 Repaired", await EpisodesAsync());
    }

    [Fact]
    public async Task Deleted_yields_to_a_later_addition_only()
    {
        await AppendOneByOneAsync(Broken(0), Event(EventTypes.ConnectionDeleted, 5), Fixed(6), Broken(7));
        Assert.Equal(Health.Deleted, (await ConnectionAsync()).Health);
        Assert.Equal("0-5 Deleted", await EpisodesAsync());

        await AppendAsync(Event(EventTypes.ConnectionAdded, 8));
        Assert.Equal(Health.Healthy, (await ConnectionAsync()).Health);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task Contradictions_of_one_instant_await_a_check_and_a_later_event_settles_them()
    {
        await AppendOneByOneAsync(Fixed(5), Broken(5));
        var tied = await ConnectionAsync();
        Assert.Equal((Health.Disabled, true), (tied.Health, tied.AwaitingVerification));

        await AppendAsync(Fixed(6));
        var settled = await ConnectionAsync();
        Assert.Equal((Health.Healthy, false), (settled.Health, settled.AwaitingVerification));
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_deleted_user_deletes_all_connections_known_before_or_after()
    {
        await AppendAsync(Broken(0, "c1"), Fixed(0, "c2"));
        await AppendAsync(Event(EventTypes.UserDeleted, 10, connection: null));
        await AppendOneByOneAsync(Broken(5, "late"), Event(EventTypes.ConnectionAdded, 15, "new"));

        foreach (var name in (string[])["c1", "c2", "late"])
            Assert.Equal(Health.Deleted, (await ConnectionAsync(name)).Health);
        Assert.Equal(Health.Healthy, (await ConnectionAsync("new")).Health);
        Assert.Equal("5-10 Deleted", await EpisodesAsync("late"));
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_late_event_of_a_connection_of_another_user_is_accepted()
    {
        await AppendAsync(Broken(0));
        await AppendAsync(Event(EventTypes.ConnectionFixed, 5, user: "u2"));

        Assert.Equal(Health.Healthy, (await ConnectionAsync()).Health);
        Assert.Equal(2, (await EventsAsync()).Count);
    }

    [Fact]
    public async Task Deleting_the_owner_and_an_event_under_another_user_may_share_a_batch()
    {
        await AppendAsync(Broken(0));
        await AppendAsync(
            Event(EventTypes.ConnectionUpdated, 5, user: "u2"),
            Event(EventTypes.UserDeleted, 6, connection: null)
        );

        Assert.Equal(Health.Deleted, (await ConnectionAsync()).Health);
    }
}
