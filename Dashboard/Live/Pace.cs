namespace Dashboard.Live;

/// <summary>How often a listener is called.</summary>
/// <param name="Gap">The shortest time between two calls.</param>
internal sealed record Pace(TimeSpan Gap)
{
    /// <summary>The shortest time between two calls that make the listener read again.</summary>
    public TimeSpan RereadGap { get; init; } = Gap;

    /// <summary>Completes when somebody can see the listener's screen; updates are merged until then. Null: always.</summary>
    public Func<Task>? Shown { get; init; }
}
