using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Budget;

public class SharedLimitTests
{
    private readonly BudgetBench _bench = new(limit: 10);

    [Fact]
    public async Task What_SnapTrade_says_remains_counts_until_its_reset()
    {
        _bench.Learn(remaining: 3, seconds: 30);
        Assert.Equal(6, _bench.Budget.Snapshot().UsedByOthers);

        _bench.Use(1, CallPriority.Background);
        _bench.Wait(8);
        _bench.Use(1, CallPriority.Background);
        _bench.Wait(8);
        var background = _bench.Acquire(CallPriority.Background);
        Assert.False(background.IsCompleted);
        _bench.Use(1);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
        _bench.Wait(14);
        await background;
    }

    [Fact]
    public void Calls_in_flight_are_subtracted_from_what_remains()
    {
        var first = _bench.Begin();
        using var second = _bench.Begin();
        using var third = _bench.Begin();

        first.Answered(200, Remaining(3));

        _bench.Use(1);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void A_late_answer_does_not_raise_what_a_newer_one_lowered()
    {
        var early = _bench.Begin();
        var late = _bench.Begin();
        late.Answered(200, Remaining(1));
        early.Answered(200, Remaining(8));

        _bench.Use(1);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void A_late_answer_may_lower_what_an_earlier_one_said()
    {
        var overtaken = _bench.Begin();
        _bench.Learn(remaining: 8, seconds: 30);
        overtaken.Answered(200, Remaining(0));

        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void A_call_made_after_the_last_lesson_may_raise_it()
    {
        _bench.Learn(remaining: 2, seconds: 30);
        _bench.Learn(remaining: 7, seconds: 30);

        _bench.Use(7);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void Our_own_calls_leave_the_minute_without_another_answer()
    {
        _bench.Use(4);
        _bench.Wait(30);
        _bench.Learn(remaining: 0, seconds: 90);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);

        _bench.Wait(30);
        _bench.Use(4);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void A_lower_limit_of_SnapTrade_stands_in_for_the_configured_one()
    {
        _bench.Learn(remaining: 4, seconds: 60, limit: 5);

        Assert.Equal((5, 4.0), (_bench.Budget.Snapshot().Limit, _bench.Budget.BackgroundPerMinute));
        _bench.Use(4);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void A_higher_limit_of_SnapTrade_leaves_the_configured_one_in_force()
    {
        _bench.Learn(remaining: 900, seconds: 60, limit: 1000);
        Assert.Equal(10, _bench.Budget.Snapshot().Limit);

        _bench.Use(9);
        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void What_others_use_is_not_promised_to_a_sweep()
    {
        var bench = new BudgetBench(limit: 250);
        bench.Learn(remaining: 149, seconds: 60, limit: 250);

        Assert.Equal(100, bench.Budget.BackgroundPerMinute);
    }

    private static RateLimit Remaining(int calls) => new(null, calls, TimeSpan.FromSeconds(30));
}
