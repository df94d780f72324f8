namespace Dashboard.SnapTrade;

/// <summary>
/// The calls of the last minute, and how many are free: at most the configured limit in any rolling minute, and no more than
/// SnapTrade says remain. A fifth is reserved for interactive calls. Not thread-safe.
/// </summary>
internal sealed class CallWindow(int configuredLimit)
{
    private readonly RollingMinute _calls = new(configuredLimit);
    private readonly RollingMinute _interactiveCalls = new(configuredLimit);
    private readonly SharedCount _shared = new();
    private long _lastCall;

    public int Limit => Math.Min(configuredLimit, _shared.Limit);

    /// <summary>Calls a minute that verifications and background calls share.</summary>
    public double Share => Limit - Reserve;

    private int Reserve => Math.Min(Limit - 1, (Limit + 4) / 5);

    public int Used(TimeSpan now) => _calls.Used(now);

    /// <summary>Calls of other nodes in the last minute.</summary>
    public int UsedByOthers(TimeSpan now) => _shared.Foreign(now);

    /// <summary>Calls a minute that are left to this node's background work; at least one.</summary>
    public double BackgroundShare(TimeSpan now) =>
        Math.Max(1, Math.Min(Share, _shared.Limit - Reserve - _shared.Foreign(now)));

    /// <returns>The number of the call.</returns>
    public long Begin(CallPriority priority)
    {
        _calls.Begin();
        if (priority == CallPriority.Interactive)
            _interactiveCalls.Begin();
        return ++_lastCall;
    }

    public void End(CallPriority priority, TimeSpan now)
    {
        _calls.End(now);
        if (priority == CallPriority.Interactive)
            _interactiveCalls.End(now);
    }

    /// <summary>Takes over what a response said of the limit.</summary>
    public void Learn(RateLimit said, long call, TimeSpan reset, TimeSpan now)
    {
        var limit = Math.Max(1, said.Limit ?? configuredLimit);
        var answered = _calls.Used(now) - _calls.InFlight;
        _shared.Learn(limit, limit - Math.Min(limit, said.Remaining) - answered, reset, call, _lastCall, now);
    }

    /// <summary>When the next call of a priority may be made.</summary>
    public TimeSpan FreeAt(CallPriority priority, TimeSpan now)
    {
        // The part of the reserve that interactive calls have used is no longer reserved.
        var kept =
            priority == CallPriority.Interactive ? 0 : Math.Max(0, Reserve - _interactiveCalls.Used(now));
        var (own, shared) = (
            _calls.FreeAt(configuredLimit - kept, now),
            _shared.FreeAt(_calls, _shared.Limit - kept, now)
        );
        return own > shared ? own : shared;
    }
}
