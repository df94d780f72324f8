namespace Dashboard.Live;

/// <summary>How often a listener is called.</summary>
/// <param name="Gap">The shortest time between two calls.</param>
internal sealed record Pace(TimeSpan Gap)
{
    /// <summary>
    /// What each of all listeners adds to the gap when it is longer: while changes keep coming, many listeners together take
    /// no more of the machine than a few.
    /// </summary>
    public TimeSpan GapPerListener { get; init; }

    /// <summary>
    /// How many calls may follow each other at <see cref="Gap"/> before each has to wait the longer gap of many listeners: what
    /// changes now and then is not late because of those who keep changing.
    /// </summary>
    public int Burst { get; init; } = 1;

    /// <summary>The shortest time between two calls that make the listener read again.</summary>
    public TimeSpan RereadGap { get; init; } = Gap;

    /// <summary>Completes when somebody can see the listener's screen; updates are merged until then. Null: always.</summary>
    public Func<Task>? Shown { get; init; }

    /// <summary>The shortest time between two calls of one of so many listeners.</summary>
    public TimeSpan GapAmong(int listeners) =>
        TimeSpan.FromTicks(Math.Max(Gap.Ticks, GapPerListener.Ticks * listeners));
}
