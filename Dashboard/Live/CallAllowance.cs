namespace Dashboard.Live;

/// <summary>
/// The calls of one listener that may follow each other at the short gap. Each call takes one; one returns with every gap of
/// many listeners that passes. Not thread-safe.
/// </summary>
internal sealed class CallAllowance(Pace pace)
{
    private double _calls = pace.Burst;

    /// <summary>Counts a call.</summary>
    /// <param name="sinceLast">The time since the call before it.</param>
    /// <param name="listeners">How many listeners there are.</param>
    /// <returns>The shortest time until the next call.</returns>
    public TimeSpan Take(TimeSpan sinceLast, int listeners)
    {
        var full = pace.GapAmong(listeners);
        _calls = Math.Min(pace.Burst, _calls + sinceLast / full) - 1;
        var wait = full * Math.Clamp(1 - _calls, 0, 1);
        return wait > pace.Gap ? wait : pace.Gap;
    }
}
