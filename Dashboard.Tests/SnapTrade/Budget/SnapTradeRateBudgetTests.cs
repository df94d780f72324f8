using Dashboard.SnapTrade;

namespace Dashboard.Tests.SnapTrade.Budget;

public class SnapTradeRateBudgetTests
{
    private readonly BudgetBench _bench = new(limit: 10);

    [Fact]
    public async Task Background_calls_leave_a_fifth_to_interactive_ones()
    {
        Assert.Equal(8, _bench.Sweep(seconds: 53));
        var waiting = _bench.Acquire(CallPriority.Background);

        _bench.Use(2);
        await Assert.ThrowsAsync<SnapTradeException>(() => _bench.Acquire(CallPriority.Interactive));
        Assert.False(waiting.IsCompleted);
        _bench.Wait(61);
        await waiting;
    }

    [Fact]
    public void What_interactive_calls_had_of_their_share_is_not_kept_for_them_twice()
    {
        _bench.Use(2);

        Assert.Equal(8, _bench.Sweep(seconds: 59));
    }

    [Fact]
    public async Task An_interactive_call_that_would_wait_long_fails_at_once_and_says_how_long()
    {
        _bench.Use(10);
        _bench.Wait(20);

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() =>
            _bench.Acquire(CallPriority.Interactive)
        );

        Assert.Equal(SnapTradeErrorKind.RateLimited, failure.Kind);
        Assert.Equal(TimeSpan.FromSeconds(40), failure.RetryAfter);
    }

    [Fact]
    public async Task An_interactive_call_that_waits_shortly_goes_through()
    {
        _bench.Use(10);
        _bench.Wait(56);
        var call = _bench.Acquire(CallPriority.Interactive);

        Assert.False(call.IsCompleted);
        _bench.Wait(4);
        await call;
    }

    [Fact]
    public void The_minute_rolls()
    {
        _bench.Use(5);
        _bench.Wait(30);
        _bench.Use(5);
        _bench.Wait(30);
        _bench.Use(5);

        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public void A_call_counts_until_a_minute_after_its_end()
    {
        var slow = _bench.Begin();
        _bench.Wait(30);
        slow.Dispose();
        _bench.Use(9);
        _bench.Wait(31);

        Assert.True(_bench.Acquire(CallPriority.Interactive).IsFaulted);
        Assert.Equal(10, _bench.Budget.Snapshot().UsedInLastMinute);
    }

    [Fact]
    public void Verifications_go_before_a_sweep_that_waits_already()
    {
        _bench.Use(1, CallPriority.Background);
        var sweep = _bench.Acquire(CallPriority.Background);
        var verification = _bench.Acquire(CallPriority.Verification);
        Assert.Equal(2, _bench.Budget.Snapshot().Waiting);

        _bench.Wait(8);
        Assert.True(verification.IsCompletedSuccessfully);
        Assert.False(sweep.IsCompleted);
        _bench.Wait(8);
        Assert.True(sweep.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_waiting_call_can_be_cancelled_and_takes_nothing()
    {
        _bench.Use(10);
        using var cancellation = new CancellationTokenSource();
        var waiting = _bench.Budget.AcquireAsync(CallPriority.Background, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, _bench.Budget.Snapshot().Waiting);
        _bench.Wait(60);
        Assert.Equal(0, _bench.Budget.Snapshot().UsedInLastMinute);
        _bench.Use(1, CallPriority.Background);
    }

    [Fact]
    public void At_250_a_minute_background_calls_have_200()
    {
        var bench = new BudgetBench(limit: 250);

        Assert.Equal(200, bench.Budget.BackgroundPerMinute);
        Assert.InRange(bench.Sweep(seconds: 300), 990, 1001);
    }
}
