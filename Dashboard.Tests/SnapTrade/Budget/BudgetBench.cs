using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.SnapTrade.Budget;

/// <summary>A budget over a settable clock, whose pace has no jitter unless asked for.</summary>
internal sealed class BudgetBench
{
    public BudgetBench(int limit, Func<double>? random = null) =>
        Budget = new(
            Options.Create(new SnapTradeOptions { RequestsPerMinute = limit }),
            Time,
            random ?? (() => 0.5)
        );

    public FakeTimeProvider Time { get; } = new();
    public SnapTradeRateBudget Budget { get; }

    public Task<CallLease> Acquire(CallPriority priority) =>
        Budget.AcquireAsync(priority, TestContext.Current.CancellationToken);

    /// <summary>Takes a call that must be free, and leaves it in flight.</summary>
    public CallLease Begin(CallPriority priority = CallPriority.Interactive)
    {
        var call = Acquire(priority);
        Assert.True(call.IsCompletedSuccessfully);
        return call.Result;
    }

    /// <summary>Makes calls that must be free and end at once.</summary>
    public void Use(int calls, CallPriority priority = CallPriority.Interactive)
    {
        for (var i = 0; i < calls; i++)
            Begin(priority).Dispose();
    }

    public void Answer(int status, RateLimit? said = null) => Begin().Answered(status, said);

    public void Learn(int remaining, int seconds, int? limit = null) =>
        Answer(200, new RateLimit(limit, remaining, TimeSpan.FromSeconds(seconds)));

    public void Wait(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>How many background calls get through in this time when there are always some waiting.</summary>
    public int Sweep(double seconds)
    {
        const double Step = 0.05;
        using var end = new CancellationTokenSource();
        var calls = 0;
        var waiting = Next();
        for (var at = 0.0; at < seconds; at += Step)
        {
            for (; waiting.IsCompleted; waiting = Next())
            {
                waiting.Result.Answered(200, null);
                calls++;
            }
            Wait(Step);
        }
        end.Cancel();
        if (waiting.IsCompletedSuccessfully)
            waiting.Result.Dispose();
        return calls;

        Task<CallLease> Next() => Budget.AcquireAsync(CallPriority.Background, end.Token);
    }
}
