using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

public enum CallPriority
{
    /// <summary>Somebody is waiting: may use the whole budget, but never waits longer than 5 seconds.</summary>
    Interactive,

    /// <summary>Waits as long as it takes, and leaves a fifth of the budget to interactive calls.</summary>
    Background,
}

/// <summary>
/// The calls this node may still make: a rolling minute of its own calls, what SnapTrade says remains (other
/// nodes draw on the same limit), and the pause SnapTrade asks for when it throttles.
/// </summary>
public sealed class SnapTradeRateBudget(IOptions<SnapTradeOptions> options, TimeProvider time)
{
    internal static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _backgroundTurn = new(1);
    private readonly long _start = time.GetTimestamp();
    private readonly Queue<TimeSpan> _calls = new();
    private TimeSpan _pausedUntil;
    private TimeSpan _remainingUntil;
    private int _remaining;

    /// <summary>Returns when a call may be made, and counts it.</summary>
    /// <exception cref="SnapTradeException">An interactive call would have to wait longer than 5 seconds.</exception>
    public Task AcquireAsync(CallPriority priority, CancellationToken cancellationToken = default) =>
        priority == CallPriority.Interactive
            ? InteractiveAsync(cancellationToken)
            : BackgroundAsync(cancellationToken);

    /// <summary>Makes no call for this long, 5 minutes at most.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_lock)
        {
            var until = Now + Clamp(duration);
            if (until > _pausedUntil)
                _pausedUntil = until;
        }
    }

    /// <summary>Takes over how many calls SnapTrade says remain, and for how long that holds.</summary>
    public void Learn(int remaining, TimeSpan reset)
    {
        lock (_lock)
        {
            _remaining = remaining;
            _remainingUntil = Now + Clamp(reset);
        }
    }

    internal void Learn(HttpResponseHeaders headers)
    {
        if (
            RateLimitHeaders.Remaining(headers) is { } remaining
            && RateLimitHeaders.Reset(headers) is { } reset
        )
            Learn(remaining, reset);
    }

    /// <summary>How many background calls a minute the budget lets through.</summary>
    public double BackgroundPerMinute => Limit - Reserve;

    private TimeSpan Now => time.GetElapsedTime(_start);

    private int Limit => options.Value.RequestsPerMinute;

    private int Reserve => Math.Min(Limit - 1, (Limit + 4) / 5);

    private async Task InteractiveAsync(CancellationToken cancellationToken)
    {
        var deadline = Now + Patience;
        while (TryTake(reserve: 0) is { } wait)
        {
            if (Now + wait > deadline)
                throw new SnapTradeException(
                    SnapTradeErrorKind.RateLimited,
                    $"The limit of {Limit} SnapTrade calls a minute is used up; try again in {Math.Ceiling(wait.TotalSeconds)} seconds."
                )
                {
                    RetryAfter = wait,
                };
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    // One at a time: a crowd waking together would only find one place.
    private async Task BackgroundAsync(CancellationToken cancellationToken)
    {
        await _backgroundTurn.WaitAsync(cancellationToken);
        try
        {
            while (TryTake(Reserve) is { } wait)
                await Task.Delay(wait, time, cancellationToken);
        }
        finally
        {
            _backgroundTurn.Release();
        }
    }

    /// <summary>Counts a call and returns null, or returns how long to wait before asking again.</summary>
    private TimeSpan? TryTake(int reserve)
    {
        lock (_lock)
        {
            var now = Now;
            while (_calls.TryPeek(out var oldest) && oldest + Window <= now)
                _calls.Dequeue();

            var wait = _pausedUntil - now;
            var excess = _calls.Count - (Limit - reserve);
            if (excess >= 0)
                wait = Longer(wait, _calls.ElementAt(excess) + Window - now);
            if (now < _remainingUntil && _remaining <= reserve)
                wait = Longer(wait, _remainingUntil - now);
            if (wait > TimeSpan.Zero)
                return Longer(wait, Tick);

            _calls.Enqueue(now);
            _remaining--;
            return null;
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Clamp(TimeSpan duration) =>
        duration < TimeSpan.Zero ? TimeSpan.Zero
        : duration > LongestPause ? LongestPause
        : duration;
}
