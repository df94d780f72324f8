namespace Dashboard.SnapTrade;

/// <summary>
/// Spreads background calls over the minute, and slows them down while SnapTrade throttles or fails. Calls missed by waking
/// late are made up for, up to two seconds' worth.
/// </summary>
/// <param name="random">From 0 to below 1.</param>
internal sealed class BackgroundPace(Func<double> random)
{
    public const double SlowestBy = 64;
    private const int FailuresTolerated = 1;
    private static readonly TimeSpan CatchUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan HalfRecovered = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan OneSlowdown = TimeSpan.FromSeconds(1);

    private TimeSpan _slowedAt = -OneSlowdown;

    // Between two calls at full speed.
    private TimeSpan _interval;
    private int _failures;

    /// <summary>When the next call is due.</summary>
    public TimeSpan Next { get; private set; }

    /// <summary>1 is full speed, 2 half speed, and so on; at most 64.</summary>
    public double SlowedBy { get; private set; } = 1;

    /// <summary>Counts a call; the next one is due an interval later, a tenth more or less.</summary>
    public void Take(double perMinute, TimeSpan now)
    {
        _interval = RollingMinute.Length / perMinute;
        var due = Next > now - CatchUp ? Next : now - CatchUp;
        Next = due + _interval * SlowedBy * (0.9 + 0.2 * random());
    }

    /// <summary>No call is due before <paramref name="until"/>; nodes that paused together do not resume together.</summary>
    public void Pause(TimeSpan until) => Postpone(until + _interval * SlowedBy * random());

    /// <summary>Half as fast, for calls that were throttled. Calls that fail together count once.</summary>
    public void Throttled(TimeSpan now) => SlowDown(now);

    /// <summary>Half as fast from the second failure on end.</summary>
    public void Failed(TimeSpan now)
    {
        if (++_failures > FailuresTolerated)
            SlowDown(now);
    }

    /// <summary>Recovers, by half each ten seconds in which calls succeed.</summary>
    public void Succeeded(TimeSpan now)
    {
        _failures = 0;
        if (SlowedBy <= 1)
            return;
        SlowedBy = Math.Max(1, SlowedBy * Math.Pow(0.5, (now - _slowedAt) / HalfRecovered));
        _slowedAt = now;
    }

    private void SlowDown(TimeSpan now)
    {
        if (now - _slowedAt < OneSlowdown)
            return;
        _slowedAt = now;
        SlowedBy = Math.Min(SlowestBy, SlowedBy * 2);
        Postpone(now + _interval * SlowedBy);
    }

    private void Postpone(TimeSpan until)
    {
        if (until > Next)
            Next = until;
    }
}
