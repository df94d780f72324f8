namespace Dashboard.SnapTrade;

/// <summary>
/// Calls in flight and calls that ended within the last minute. A call counts from its start until a minute
/// after its end, because it is unknown when between the two SnapTrade counted it. Every operation takes constant
/// time, amortized.
/// </summary>
/// <param name="capacity">The largest number of calls counted at once.</param>
internal sealed class RollingMinute(int capacity)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    private readonly TimeSpan[] _ends = new TimeSpan[capacity];
    private int _oldest;
    private int _ended;

    public int InFlight { get; private set; }

    public void Begin() => InFlight++;

    public void End(TimeSpan now)
    {
        Forget(now);
        InFlight--;
        _ends[(_oldest + _ended++) % capacity] = now;
    }

    /// <summary>Calls that count at <paramref name="now"/>, those in flight included.</summary>
    public int Used(TimeSpan now)
    {
        Forget(now);
        return InFlight + _ended;
    }

    /// <summary>When fewer than <paramref name="allowed"/> calls will count, if none is added and those in flight end now.</summary>
    public TimeSpan FreeAt(int allowed, TimeSpan now)
    {
        var excess = Used(now) - allowed;
        if (excess < 0)
            return now;
        return (excess < _ended ? _ends[(_oldest + excess) % capacity] : now) + Length;
    }

    private void Forget(TimeSpan now)
    {
        while (_ended > 0 && _ends[_oldest] + Length <= now)
        {
            _oldest = (_oldest + 1) % capacity;
            _ended--;
        }
    }
}
