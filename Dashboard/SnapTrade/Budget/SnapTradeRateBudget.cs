using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>
/// The calls this node may still make: at most <c>SnapTrade__RequestsPerMinute</c> in any rolling minute, and no
/// more than SnapTrade says remain, which is how several nodes share one limit without talking to each other.
/// A fifth is kept for interactive calls; verifications and background calls share the rest, verifications
/// first and sweeps spread over the minute; both slow down while SnapTrade throttles or fails.
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
    private readonly int _configuredLimit;
    private readonly RollingMinute _calls;
    private readonly RollingMinute _interactiveCalls;
    private readonly SharedCount _shared = new();
    private readonly BackgroundPace _pace;
    private readonly BackgroundQueue _queue;
    private TimeSpan _pausedUntil;
    private long _lastCall;

    public SnapTradeRateBudget(IOptions<SnapTradeOptions> options, TimeProvider time)
        : this(options, time, Random.Shared.NextDouble) { }

    internal SnapTradeRateBudget(IOptions<SnapTradeOptions> options, TimeProvider time, Func<double> random)
    {
        _time = time;
        _start = time.GetTimestamp();
        _configuredLimit = options.Value.RequestsPerMinute;
        _calls = new(_configuredLimit);
        _interactiveCalls = new(_configuredLimit);
        _pace = new(random);
        _queue = new(TryTake, time);
    }

    /// <summary>How many background calls a minute go through at present, with whatever slows them down.</summary>
    public double BackgroundPerMinute
    {
        get
        {
            lock (_lock)
                return PerMinute;
        }
    }

    /// <summary>
    /// Returns when a call may be made. It counts from then on; the caller says how it ended, or disposes it.
    /// </summary>
    /// <exception cref="SnapTradeException">An interactive call would have to wait longer than 5 seconds.</exception>
    public Task<CallLease> AcquireAsync(
        CallPriority priority,
        CancellationToken cancellationToken = default
    ) =>
        priority == CallPriority.Interactive
            ? InteractiveAsync(cancellationToken)
            : _queue.JoinAsync(priority, cancellationToken);

    /// <summary>Makes no call for this long, 5 minutes at most.</summary>
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
                Limit = Limit,
                UsedInLastMinute = _calls.Used(now),
                UsedByOthers = _shared.Foreign(now),
                Waiting = waiting,
                PausedUntil = _pausedUntil > now ? _time.GetUtcNow() + (_pausedUntil - now) : null,
                SlowedBy = _pace.SlowedBy,
                BackgroundPerMinute = PerMinute,
            };
        }
    }

    /// <summary>Ends a call, and learns from what SnapTrade said to it.</summary>
    internal void End(CallLease lease, CallOutcome outcome, RateLimit? said)
    {
        lock (_lock)
        {
            var now = Now;
            _calls.End(now);
            if (lease.Priority == CallPriority.Interactive)
                _interactiveCalls.End(now);
            if (said is not null)
                Learn(said, lease, now);
            if (outcome == CallOutcome.Throttled)
                _pace.Throttled(now);
            else if (outcome == CallOutcome.Failed)
                _pace.Failed(now);
            else if (outcome == CallOutcome.Succeeded)
                _pace.Succeeded(now);
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_start);

    private int Limit => Math.Min(_configuredLimit, _shared.Limit);

    private int Reserve => Math.Min(Limit - 1, (Limit + 4) / 5);

    private double Share => Limit - Reserve;

    private double PerMinute =>
        Math.Max(1, Math.Min(Share, _shared.Limit - Reserve - _shared.Foreign(Now))) / _pace.SlowedBy;

    private void Learn(RateLimit said, CallLease lease, TimeSpan now)
    {
        var limit = Math.Max(1, said.Limit ?? _configuredLimit);
        var answered = _calls.Used(now) - _calls.InFlight;
        _shared.Learn(
            limit,
            limit - Math.Min(limit, said.Remaining) - answered,
            Clamp(said.Reset),
            lease.Number,
            _lastCall,
            now
        );
    }

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
            $"The limit of {Limit} SnapTrade calls a minute is used up; try again in {Math.Ceiling(wait.TotalSeconds)} seconds."
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
            _calls.Begin();
            if (priority == CallPriority.Interactive)
                _interactiveCalls.Begin();
            else
                _pace.Take(Share, now);
            return (new CallLease(this, priority, ++_lastCall), TimeSpan.Zero);
        }
    }

    private TimeSpan FreeAt(CallPriority priority, TimeSpan now)
    {
        var kept = priority == CallPriority.Interactive ? 0 : KeptForInteractive(now);
        var free = Later(
            _pausedUntil,
            Later(
                _calls.FreeAt(_configuredLimit - kept, now),
                _shared.FreeAt(_calls, _shared.Limit - kept, now)
            )
        );
        return IsPaced(priority) ? Later(free, _pace.Next) : free;
    }

    // Verifications come a few at a time, and somebody may be looking at the connection; a sweep makes room.
    private bool IsPaced(CallPriority priority) =>
        priority == CallPriority.Background || (priority == CallPriority.Verification && _pace.SlowedBy > 1);

    /// <summary>What interactive calls have had of their share needs keeping no longer.</summary>
    private int KeptForInteractive(TimeSpan now) => Math.Max(0, Reserve - _interactiveCalls.Used(now));

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Clamp(TimeSpan duration) =>
        duration < TimeSpan.Zero ? TimeSpan.Zero
        : duration > LongestPause ? LongestPause
        : duration;
}
