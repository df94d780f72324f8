using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Data;

/// <summary>Attempts name no connection; they are assigned to the only possible one.</summary>
public abstract class AttemptContract(Func<Task<TestStore>> open) : StoreContract(open)
{
    [Fact]
    public async Task An_attempt_belongs_to_the_only_disabled_connection_of_its_brokerage()
    {
        await AppendOneByOneAsync(Broken(0), Fixed(0, "c2"), Attempt(5, "WRONG_PASSWORD"));

        var attempt = await AttemptAsync();
        Assert.Equal((Id("c1"), true), (attempt.ConnectionId, attempt.IsInferred));
        Assert.False((await ConnectionAsync()).AwaitingVerification);
    }

    [Fact]
    public async Task An_attempt_is_not_assigned_when_two_connections_are_disabled()
    {
        await AppendAsync(Broken(0), Broken(0, "c2"), Attempt(5));

        var attempt = await AttemptAsync();
        Assert.Equal((null, false), (attempt.ConnectionId, attempt.IsInferred));
    }

    [Fact]
    public async Task A_break_that_arrives_after_the_attempt_still_gets_it()
    {
        await AppendOneByOneAsync(Attempt(5), Broken(0));

        Assert.Equal(Id("c1"), (await AttemptAsync()).ConnectionId);
        Assert.True((await ConnectionAsync()).AwaitingVerification);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task A_second_break_at_that_time_unassigns_the_attempt()
    {
        await AppendOneByOneAsync(Broken(0), Attempt(5), Broken(4, "c2"));

        var attempt = await AttemptAsync();
        Assert.Equal((null, false), (attempt.ConnectionId, attempt.IsInferred));
    }

    [Fact]
    public async Task An_attempt_before_the_break_is_not_about_it()
    {
        await AppendOneByOneAsync(Broken(10), Attempt(5));

        Assert.Null((await AttemptAsync()).ConnectionId);
    }

    [Fact]
    public async Task A_successful_attempt_awaits_a_check_until_the_fix_is_reported()
    {
        await AppendOneByOneAsync(Broken(0), Attempt(5));
        Assert.True((await ConnectionAsync()).AwaitingVerification);
        Assert.Equal(EventEffect.AwaitingVerification, (await AttemptAsync()).Effect);

        await AppendAsync(Fixed(6));
        Assert.False((await ConnectionAsync()).AwaitingVerification);
        Assert.Equal(Id("c1"), (await AttemptAsync()).ConnectionId);
        await AssertCountsAreRightAsync();
    }

    [Fact]
    public async Task Attempts_of_other_users_and_brokerages_are_unchanged()
    {
        await AppendOneByOneAsync(
            Broken(0),
            Attempt(5) with
            {
                BrokerageId = Id("elsewhere"),
            },
            Attempt(6) with
            {
                UserId = Id("u2"),
            }
        );

        Assert.All((await EventsAsync()).Skip(1), attempt => Assert.Null(attempt.ConnectionId));
    }

    private IncomingEvent Attempt(double minute, string result = EventTypes.AttemptSuccess) =>
        Event(EventTypes.ConnectionAttempted, minute, connection: null, result: result);

    private async Task<ConnectionEvent> AttemptAsync() =>
        Assert.Single(await EventsAsync(), e => e.Type == EventTypes.ConnectionAttempted);
}
