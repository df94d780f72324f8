namespace Dashboard.SnapTrade;

/// <summary>
/// The calls of other nodes and systems, which share the limit, as SnapTrade's headers report them. Stored as the number of
/// foreign calls rather than of remaining ones, so that this node's calls leave the minute by themselves.
/// </summary>
internal sealed class SharedCount
{
    // Headers count whole seconds, so that zero means less than one.
    private static readonly TimeSpan ShortestReset = TimeSpan.FromSeconds(1);

    private int _foreign;
    private long _learnedAfter;
    private TimeSpan _resetAt;
    private TimeSpan _forgottenAt;

    /// <summary>The limit that SnapTrade last named.</summary>
    public int Limit { get; private set; } = int.MaxValue;

    public int Foreign(TimeSpan now) => now < _forgottenAt ? _foreign : 0;

    /// <summary>Takes over the headers of a response.</summary>
    /// <param name="foreign">
    /// Calls SnapTrade counted beyond this node's answered ones. Calls in flight may be among them and are then counted twice,
    /// because it is unknown whether SnapTrade had counted them yet.
    /// </param>
    /// <param name="call">The number of the call that was answered.</param>
    /// <param name="lastCall">The number of the last call that was started.</param>
    public void Learn(int limit, int foreign, TimeSpan reset, long call, long lastCall, TimeSpan now)
    {
        foreign = Math.Max(0, foreign);
        // Only a call made after the last update is certainly newer. Any other was in flight then and has been counted
        // twice since: its response may lower the count, but not raise it.
        if (call <= _learnedAfter && foreign < Foreign(now))
        {
            _foreign--;
            return;
        }
        (Limit, _foreign, _learnedAfter) = (limit, foreign, lastCall);
        _resetAt = now + Longer(reset, ShortestReset);
        _forgottenAt = now + Longer(reset, RollingMinute.Length);
    }

    /// <summary>
    /// When fewer than <paramref name="allowed"/> calls, own and foreign, will count. After a reset one call is made first to
    /// find out the current number.
    /// </summary>
    public TimeSpan FreeAt(RollingMinute own, int allowed, TimeSpan now)
    {
        var left = allowed - Foreign(now);
        if (own.Used(now) < left)
            return now;
        var resetAt =
            now < _resetAt ? _resetAt
            : own.InFlight == 0 ? now
            : now + ShortestReset;
        var ownFree = left > 0 ? own.FreeAt(left, now) : TimeSpan.MaxValue;
        return ownFree < resetAt ? ownFree : resetAt;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
