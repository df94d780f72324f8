using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Budget;

public class BackgroundPaceTests
{
    private readonly BudgetBench _bench = new(limit: 250);

    private double SlowedBy => _bench.Budget.Snapshot().SlowedBy;

    [Fact]
    public void A_sweep_is_spread_over_the_minute()
    {
        for (var second = 0; second < 60; second += 3)
            Assert.InRange(_bench.Sweep(seconds: 3), 9, 11);
    }

    [Fact]
    public void Verifications_are_not_spread_and_a_sweep_makes_room_for_them()
    {
        _bench.Use(5, CallPriority.Verification);
        var sweep = _bench.Acquire(CallPriority.Background);

        _bench.Wait(1.4);
        Assert.False(sweep.IsCompleted);
        _bench.Wait(0.2);
        Assert.True(sweep.IsCompletedSuccessfully);
    }

    [Fact]
    public void Verifications_slow_down_with_everything_else()
    {
        _bench.Use(1, CallPriority.Verification);
        _bench.Answer(429);

        Assert.False(_bench.Acquire(CallPriority.Verification).IsCompleted);
    }

    [Fact]
    public void What_was_missed_by_waking_late_is_caught_up()
    {
        _bench.Use(1, CallPriority.Background);
        _bench.Wait(1.5);

        _bench.Use(5, CallPriority.Background);
        Assert.False(_bench.Acquire(CallPriority.Background).IsCompleted);
    }

    [Fact]
    public void Long_idleness_allows_no_burst()
    {
        _bench.Wait(3600);

        _bench.Use(7, CallPriority.Background);
        Assert.False(_bench.Acquire(CallPriority.Background).IsCompleted);
    }

    [Theory]
    [InlineData(0.0, 0.27)]
    [InlineData(0.999, 0.33)]
    public void The_pace_has_a_little_jitter(double random, double due)
    {
        var bench = new BudgetBench(limit: 250, () => random);
        bench.Use(1, CallPriority.Background);
        var next = bench.Acquire(CallPriority.Background);

        bench.Wait(due - 0.005);
        Assert.False(next.IsCompleted);
        bench.Wait(0.01);
        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Throttling_pauses_everybody()
    {
        _bench.Budget.Pause(TimeSpan.FromSeconds(7));
        var background = _bench.Acquire(CallPriority.Background);

        await Assert.ThrowsAsync<SnapTradeException>(() => _bench.Acquire(CallPriority.Interactive));
        Assert.Equal(_bench.Time.GetUtcNow().AddSeconds(7), _bench.Budget.Snapshot().PausedUntil);
        _bench.Wait(6);
        Assert.False(background.IsCompleted);
        _bench.Wait(1);
        await background;
        Assert.Null(_bench.Budget.Snapshot().PausedUntil);
    }

    [Fact]
    public void Nodes_that_paused_together_do_not_resume_together()
    {
        _bench.Use(1, CallPriority.Background);
        _bench.Budget.Pause(TimeSpan.FromSeconds(7));
        var background = _bench.Acquire(CallPriority.Background);

        _bench.Wait(7.1);
        Assert.False(background.IsCompleted);
        _bench.Wait(0.1);
        Assert.True(background.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_429_halves_the_pace_and_calls_that_fail_together_count_once()
    {
        using var other = _bench.Begin();
        _bench.Answer(429);
        other.Answered(429, null);

        Assert.Equal(2, SlowedBy);
        Assert.Equal(100, _bench.Budget.BackgroundPerMinute);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public void One_failure_is_tolerated_and_repeated_ones_slow_down_more_and_more(int status)
    {
        Fail(status);
        Assert.Equal(1, SlowedBy);
        Fail(status);
        Assert.Equal(2, SlowedBy);
        Fail(status);
        Assert.Equal(4, SlowedBy);
        for (var i = 0; i < 20; i++)
            Fail(status);
        Assert.Equal(64, SlowedBy);
        Assert.Equal(200.0 / 64, _bench.Budget.BackgroundPerMinute);
    }

    [Fact]
    public void Calls_without_an_answer_slow_down_too()
    {
        _bench.Begin().Failed();
        _bench.Begin().Failed();

        Assert.Equal(2, SlowedBy);
    }

    [Fact]
    public void Failures_between_successes_do_not_slow_down()
    {
        for (var i = 0; i < 10; i++)
        {
            Fail(500);
            _bench.Answer(404);
        }

        Assert.Equal(1, SlowedBy);
    }

    [Fact]
    public void Calls_that_succeed_bring_the_pace_back()
    {
        _bench.Answer(429);
        _bench.Wait(2);
        _bench.Answer(429);
        Assert.Equal(4, SlowedBy);

        _bench.Wait(10);
        Assert.Equal(4, SlowedBy);
        _bench.Answer(200);
        Assert.Equal(2, SlowedBy, tolerance: 0.001);
        _bench.Wait(10);
        _bench.Answer(200);
        Assert.Equal(1, SlowedBy, tolerance: 0.001);
        Assert.InRange(_bench.Sweep(seconds: 60), 195, 208);
    }

    [Fact]
    public void A_slowed_sweep_takes_the_pace_that_is_told()
    {
        _bench.Use(1, CallPriority.Background);
        _bench.Answer(429);
        _bench.Wait(2);
        _bench.Answer(429);
        var next = _bench.Acquire(CallPriority.Background);
        Assert.Equal(50, _bench.Budget.BackgroundPerMinute);

        _bench.Wait(1.1);
        Assert.False(next.IsCompleted);
        _bench.Wait(0.2);
        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task While_SnapTrade_is_away_a_call_still_goes_out_every_twenty_seconds()
    {
        for (var call = 0; call < 20; call++)
        {
            var next = _bench.Acquire(CallPriority.Background);
            var waited = 0.0;
            for (; !next.IsCompleted; waited += 0.1)
                _bench.Wait(0.1);
            Assert.InRange(waited, 0, 64 * 60.0 / 200 + 0.2);
            (await next).Answered(503, null);
        }
        Assert.Equal(64, SlowedBy);
    }

    private void Fail(int status)
    {
        _bench.Answer(status);
        _bench.Wait(1);
    }
}
