namespace Dashboard.SnapTrade;

/// <summary>
/// What SnapTrade's headers say about calls that are not ours: other nodes and other systems draw on the same
/// limit, and SnapTrade's own count is the one they all share. Kept as the number of foreign calls rather than
/// of what remains, so that our own calls leave the minute without having to be reported.
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

    /// <summary>Takes over what an answer said.</summary>
    /// <param name="foreign">
    /// Calls SnapTrade counted beyond those of ours that were answered. Calls in flight may be among them and
    /// are then counted twice, since it is not known whether SnapTrade had counted them yet.
    /// </param>
    /// <param name="call">The number of the call that was answered.</param>
    /// <param name="lastCall">The number of the last call that was started.</param>
    public void Learn(int limit, int foreign, TimeSpan reset, long call, long lastCall, TimeSpan now)
    {
        foreign = Math.Max(0, foreign);
        // Only a call made after the last lesson is surely newer than it. Any other was in flight then and has
        // been counted twice since: it may be told apart now, but raises nothing.
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
    /// When fewer than <paramref name="allowed"/> calls, ours and foreign ones, will count. After a reset one
    /// call goes ahead to learn how many there are now.
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
