using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>
/// The calls this node may make: at most <c>SnapTrade__RequestsPerMinute</c> in any rolling minute, and no more than SnapTrade
/// says remain, so several nodes share one limit without communicating. A fifth is reserved for interactive calls;
/// verifications and background calls share the rest, verifications first and sweeps spread over the minute. Both slow down
/// while SnapTrade throttles or fails.
/// </summary>
public sealed class SnapTradeRateBudget
{
    internal static readonly TimeSpan DefaultPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly CallWindow _calls;
    private readonly BackgroundPace _pace;
    private readonly BackgroundQueue _queue;
    private TimeSpan _pausedUntil;

    public SnapTradeRateBudget(IOptions<SnapTradeOptions> options, TimeProvider time)
        : this(options, time, Random.Shared.NextDouble) { }

    internal SnapTradeRateBudget(IOptions<SnapTradeOptions> options, TimeProvider time, Func<double> random)
    {
        _time = time;
        _start = time.GetTimestamp();
        _calls = new(options.Value.RequestsPerMinute);
        _pace = new(random);
        _queue = new(TryTake, time);
    }

    /// <summary>How many background calls a minute are possible at present.</summary>
    public double BackgroundPerMinute
    {
        get
        {
            lock (_lock)
                return PerMinute;
        }
    }

    /// <summary>
    /// Returns when a call may be made. It counts from then on; the caller reports how it ended, or disposes it.
    /// </summary>
    /// <exception cref="SnapTradeException">An interactive call would have to wait longer than 5 seconds.</exception>
    public Task<CallLease> AcquireAsync(
        CallPriority priority,
        CancellationToken cancellationToken = default
    ) =>
        priority == CallPriority.Interactive
            ? InteractiveAsync(cancellationToken)
            : _queue.JoinAsync(priority, cancellationToken);

    /// <summary>Makes no call for this long, at most 5 minutes.</summary>
    public void Pause(TimeSpan duration)
    {
        lock (_lock)
        {
            var until = Now + Clamp(duration);
            if (until <= _pausedUntil)
                return;
            _pausedUntil = until;
            _pace.Pause(until);
        }
    }

    public RateBudgetState Snapshot()
    {
        var waiting = _queue.Count;
        lock (_lock)
        {
            var now = Now;
            return new RateBudgetState
            {
                Limit = _calls.Limit,
                UsedInLastMinute = _calls.Used(now),
                UsedByOthers = _calls.UsedByOthers(now),
                Waiting = waiting,
                PausedUntil = _pausedUntil > now ? _time.GetUtcNow() + (_pausedUntil - now) : null,
                SlowedBy = _pace.SlowedBy,
                BackgroundPerMinute = PerMinute,
            };
        }
    }

    /// <summary>Ends a call, and takes over the limit that the response reported.</summary>
    internal void End(CallLease lease, CallOutcome outcome, RateLimit? said)
    {
        lock (_lock)
        {
            var now = Now;
            _calls.End(lease.Priority, now);
            if (said is not null)
                _calls.Learn(said, lease.Number, Clamp(said.Reset), now);
            if (outcome == CallOutcome.Throttled)
                _pace.Throttled(now);
            else if (outcome == CallOutcome.Failed)
                _pace.Failed(now);
            else if (outcome == CallOutcome.Succeeded)
                _pace.Succeeded(now);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private double PerMinute => _calls.BackgroundShare(Now) / _pace.SlowedBy;

    private async Task<CallLease> InteractiveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var deadline = Now + Patience;
        while (true)
        {
            var (lease, wait) = TryTake(CallPriority.Interactive);
            if (lease is not null)
                return lease;
            if (Now + wait > deadline)
                throw UsedUp(wait);
            await Task.Delay(wait, _time, cancellationToken);
        }
    }

    private SnapTradeException UsedUp(TimeSpan wait) =>
        new(
            SnapTradeErrorKind.RateLimited,
            $"The limit of {_calls.Limit} SnapTrade calls a minute is used up; try again in {Math.Ceiling(wait.TotalSeconds)} seconds."
        )
        {
            RetryAfter = wait,
        };

    private (CallLease? Lease, TimeSpan Wait) TryTake(CallPriority priority)
    {
        lock (_lock)
        {
            var now = Now;
            var wait = FreeAt(priority, now) - now;
            if (wait > TimeSpan.Zero)
                return (null, wait > Tick ? wait : Tick);
            if (priority != CallPriority.Interactive)
                _pace.Take(_calls.Share, now);
            return (new CallLease(this, priority, _calls.Begin(priority)), TimeSpan.Zero);
        }
    }

    private TimeSpan FreeAt(CallPriority priority, TimeSpan now)
    {
        var free = Later(_pausedUntil, _calls.FreeAt(priority, now));
        return IsPaced(priority) ? Later(free, _pace.Next) : free;
    }

    // Verifications are few, and an operator may be looking at the connection; a sweep makes room for them.
    private bool IsPaced(CallPriority priority) =>
        priority == CallPriority.Background || (priority == CallPriority.Verification && _pace.SlowedBy > 1);

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Clamp(TimeSpan duration) =>
        duration < TimeSpan.Zero ? TimeSpan.Zero
        : duration > LongestPause ? LongestPause
        : duration;
}
