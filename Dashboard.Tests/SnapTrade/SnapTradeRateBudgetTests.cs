using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.SnapTrade;

public class SnapTradeRateBudgetTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SnapTradeRateBudget _budget;

    public SnapTradeRateBudgetTests() =>
        _budget = new(Options.Create(new SnapTradeOptions { RequestsPerMinute = 10 }), _time);

    [Fact]
    public async Task Background_calls_leave_a_fifth_to_interactive_ones()
    {
        for (var i = 0; i < 8; i++)
            Assert.True(Acquire(CallPriority.Background).IsCompletedSuccessfully);
        var ninth = Acquire(CallPriority.Background);

        Assert.False(ninth.IsCompleted);
        Assert.True(Acquire(CallPriority.Interactive).IsCompletedSuccessfully);
        Assert.True(Acquire(CallPriority.Interactive).IsCompletedSuccessfully);
        await Assert.ThrowsAsync<SnapTradeException>(() => Acquire(CallPriority.Interactive));
        _time.Advance(TimeSpan.FromSeconds(61));
        await ninth;
    }

    [Fact]
    public async Task An_interactive_call_that_would_wait_long_fails_at_once_and_says_how_long()
    {
        Use(10);
        _time.Advance(TimeSpan.FromSeconds(20));

        var failure = await Assert.ThrowsAsync<SnapTradeException>(() => Acquire(CallPriority.Interactive));

        Assert.Equal(SnapTradeErrorKind.RateLimited, failure.Kind);
        Assert.Equal(TimeSpan.FromSeconds(40), failure.RetryAfter);
    }

    [Fact]
    public async Task An_interactive_call_that_waits_shortly_goes_through()
    {
        Use(10);
        _time.Advance(TimeSpan.FromSeconds(56));
        var call = Acquire(CallPriority.Interactive);

        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(4));
        await call;
    }

    [Fact]
    public void The_minute_rolls()
    {
        Use(5);
        _time.Advance(TimeSpan.FromSeconds(30));
        Use(5);
        _time.Advance(TimeSpan.FromSeconds(30));
        Use(5);

        Assert.True(Acquire(CallPriority.Interactive).IsFaulted);
    }

    [Fact]
    public async Task Throttling_pauses_everybody()
    {
        _budget.Pause(TimeSpan.FromSeconds(7));
        var background = Acquire(CallPriority.Background);

        await Assert.ThrowsAsync<SnapTradeException>(() => Acquire(CallPriority.Interactive));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.False(background.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await background;
    }

    [Fact]
    public async Task What_SnapTrade_says_remains_counts_until_its_reset()
    {
        _budget.Learn(remaining: 3, TimeSpan.FromSeconds(30));

        Assert.True(Acquire(CallPriority.Background).IsCompletedSuccessfully);
        var background = Acquire(CallPriority.Background);
        Assert.False(background.IsCompleted);
        Use(2);
        Assert.True(Acquire(CallPriority.Interactive).IsFaulted);
        _time.Advance(TimeSpan.FromSeconds(30));
        await background;
        Use(1);
    }

    [Fact]
    public async Task A_waiting_call_can_be_cancelled_and_takes_nothing()
    {
        Use(10);
        using var cancellation = new CancellationTokenSource();
        var waiting = _budget.AcquireAsync(CallPriority.Background, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.True(Acquire(CallPriority.Background).IsCompletedSuccessfully);
    }

    private void Use(int calls)
    {
        for (var i = 0; i < calls; i++)
            Assert.True(Acquire(CallPriority.Interactive).IsCompletedSuccessfully);
    }

    private Task Acquire(CallPriority priority) =>
        _budget.AcquireAsync(priority, TestContext.Current.CancellationToken);
}
