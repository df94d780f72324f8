using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data;

/// <summary>Tests when a check is queued, and that its result overrides older events.</summary>
public abstract class CheckContract(Func<Task<TestStore>> open) : StoreContract(open)
{
    [Fact]
    public async Task A_confirming_check_settles_the_health_without_an_event()
    {
        await AppendOneByOneAsync(Fixed(0), Event(EventTypes.ConnectionUpdated, 5));
        await CheckAsync(Health.Healthy, 6);

        var connection = await ConnectionAsync();
        Assert.Equal((Health.Healthy, false), (connection.Health, connection.AwaitingVerification));
        Assert.Equal(0, Minute(connection.Since));
        Assert.Equal(6, Minute(connection.LastVerifiedAt));
        Assert.Equal(2, (await EventsAsync()).Count);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_check_that_finds_a_break_becomes_an_event_since_the_time_it_broke()
    {
        await AppendAsync(Fixed(0));
        await CheckAsync(Health.Disabled, 30, brokenAt: 20);

        var connection = await ConnectionAsync();
        Assert.Equal((Health.Disabled, 20d), (connection.Health, Minute(connection.Since)));
        Assert.Equal("20-", await EpisodesAsync());
        var poll = (await EventsAsync())[^1];
        Assert.Equal(
            (EventTypes.ConnectionBroken, EventSource.Poll, EventEffect.Broke, 30d),
            (poll.Type, poll.Source, poll.Effect, Minute(poll.OccurredAt))
        );
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_break_date_before_the_last_repair_belongs_to_an_older_episode()
    {
        await AppendOneByOneAsync(Broken(0), Fixed(10));
        await CheckAsync(Health.Disabled, 30, brokenAt: 5);

        Assert.Equal("0-10 Repaired, 10-", await EpisodesAsync());
    }

    [Fact]
    public async Task A_check_finds_repairs_and_deletions_too()
    {
        await AppendAsync(Broken(0));
        await CheckAsync(Health.Healthy, 10);
        Assert.Equal("0-10 Repaired", await EpisodesAsync());

        await CheckAsync(Health.Deleted, 20);
        Assert.Equal(Health.Deleted, (await ConnectionAsync()).Health);
        Assert.Equal(
            [EventTypes.ConnectionFixed, EventTypes.ConnectionDeleted],
            (await EventsAsync()).Skip(1).Select(e => e.Type)
        );
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_webhook_older_than_a_check_cannot_contradict_it()
    {
        await AppendAsync(Fixed(0));
        await CheckAsync(Health.Healthy, 20);
        await AppendAsync(Broken(10));

        Assert.Equal(Health.Healthy, (await ConnectionAsync()).Health);
        Assert.Equal("10-20 Repaired", await EpisodesAsync());
    }

    [Fact]
    public async Task A_webhook_newer_than_a_check_counts()
    {
        await AppendAsync(Fixed(0));
        await CheckAsync(Health.Healthy, 20);
        await AppendAsync(Broken(21));

        Assert.Equal("21-", await EpisodesAsync());
    }

    [Fact]
    public async Task The_webhook_of_a_break_that_a_check_found_first_adds_no_episode()
    {
        await AppendAsync(Fixed(0));
        await CheckAsync(Health.Disabled, 30, brokenAt: 20);
        await AppendAsync(Broken(20));

        Assert.Equal("20-", await EpisodesAsync());
        Assert.Equal(20, Minute((await ConnectionAsync()).Since));
    }

    [Fact]
    public async Task Of_two_checks_the_later_asked_counts_whichever_is_recorded_first()
    {
        await AppendAsync(Fixed(0));
        await CheckAsync(Health.Healthy, 20);
        await CheckAsync(Health.Disabled, 10);

        var connection = await ConnectionAsync();
        Assert.Equal((Health.Healthy, 20d), (connection.Health, Minute(connection.LastVerifiedAt)));
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_connection_believed_deleted_is_believed_again_when_SnapTrade_shows_it()
    {
        await AppendOneByOneAsync(Fixed(0), Event(EventTypes.ConnectionDeleted, 5));
        await CheckAsync(Health.Healthy, 10);

        Assert.Equal(Health.Healthy, (await ConnectionAsync()).Health);
    }

    [Fact]
    public async Task A_connection_believed_deleted_may_turn_out_disabled()
    {
        await AppendOneByOneAsync(Fixed(0), Event(EventTypes.ConnectionDeleted, 5));
        await CheckAsync(Health.Disabled, 10);
        await CheckAsync(Health.Disabled, 20);

        Assert.Equal(Health.Disabled, (await ConnectionAsync()).Health);
        Assert.Single(await EventsAsync(), e => e.Type == EventTypes.ConnectionBroken);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task An_unreported_connection_is_added_by_its_first_check()
    {
        await CheckAsync(Health.Disabled, 10, brokenAt: 3, connection: "unheard");

        var connection = await ConnectionAsync("unheard");
        Assert.Equal((Health.Disabled, false), (connection.Health, connection.AwaitingVerification));
        Assert.Equal("3-", await EpisodesAsync("unheard"));
    }

    [Fact]
    public async Task What_SnapTrade_calls_a_connection_is_cut_to_its_column()
    {
        await Store.Log.RecordAsync(
            [
                new ConnectionCheck(
                    Id("c1"),
                    Id("u1"),
                    Some.Noon,
                    Health.Healthy,
                    Name: new string('n', 1001),
                    Type: new string('t', 401)
                ),
            ],
            cancellationToken: Token
        );

        var connection = await ConnectionAsync();
        Assert.Equal((1000, 400), (connection.Name!.Length, connection.Type!.Length));
    }

    [Fact]
    public async Task A_hint_awaits_a_check_until_a_later_fact()
    {
        await AppendOneByOneAsync(Fixed(0), Event(EventTypes.ConnectionUpdated, 5));
        Assert.True((await ConnectionAsync()).AwaitingVerification);

        await AppendAsync(Broken(6));
        Assert.False((await ConnectionAsync()).AwaitingVerification);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task Data_on_a_disabled_connection_awaits_a_check_and_on_a_healthy_one_does_not()
    {
        await AppendOneByOneAsync(
            Fixed(0, "fine"),
            Event(EventTypes.HoldingsUpdated, 5, "fine"),
            Broken(0),
            Event(EventTypes.HoldingsUpdated, 5)
        );

        Assert.False((await ConnectionAsync("fine")).AwaitingVerification);
        Assert.True((await ConnectionAsync()).AwaitingVerification);
        Assert.Equal(2, (await EventsAsync()).Count);
        await AssertCountsAreRightAsync();
    }
}
