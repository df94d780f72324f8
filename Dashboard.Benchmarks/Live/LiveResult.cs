namespace Dashboard.Benchmarks.Live;

/// <summary>How much is measured of a server.</summary>
/// <param name="Screens">How many screens are open.</param>
/// <param name="WarmUps">Changes that are not measured.</param>
/// <param name="Changes">Changes whose way to the screens is measured, one at a time.</param>
/// <param name="ManyChanges">Changes after which the memory is measured again; 0 measures no memory.</param>
/// <param name="Settling">Until the highlights of changed rows have ended and the runtime has compiled what the opening made hot.</param>
/// <param name="Idle">How long nothing happens.</param>
internal sealed record LivePlan(
    int Screens,
    int WarmUps,
    int Changes,
    int ManyChanges,
    TimeSpan Settling,
    TimeSpan Idle
)
{
    public static LivePlan Whole(int screens) =>
        new(screens, 30, 60, 1000, TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(30));

    /// <summary>Seconds instead of minutes, for ratios that are far from their limit.</summary>
    public static LivePlan Small { get; } =
        new(5, 10, 20, 0, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
}

/// <summary>What was measured of a server. Times are milliseconds from a change to the render batch of a screen.</summary>
internal sealed record LiveResult(string Name, LivePlan Plan)
{
    public required double P50 { get; init; }
    public required double P99 { get; init; }

    /// <summary>Render batches for each change and screen.</summary>
    public required double BatchesEach { get; init; }

    /// <summary>Bytes of render batches for each change and screen.</summary>
    public required double BytesEach { get; init; }

    /// <summary>Bytes of memory a screen.</summary>
    public required double AtRest { get; init; }

    /// <summary>Bytes of memory a screen, after many changes.</summary>
    public required double AfterMany { get; init; }

    /// <summary>Render batches of a screen while nothing happened.</summary>
    public required double IdleBatches { get; init; }

    /// <summary>The share of a core that the server took while nothing happened.</summary>
    public required double IdleProcessor { get; init; }
    public required double ProcessorWithoutScreens { get; init; }
    public required double FirstPageBytes { get; init; }
    public required double FirstPageMilliseconds { get; init; }

    public override string ToString() =>
        $"{Plan.Screens, 4} screens  {Name, -7}  change to batch p50 {P50, 4:0} p99 {P99, 5:0} ms  {BatchesEach:0.0} batches, {BytesEach, 6:0} bytes  "
        + $"memory a screen {AtRest / 1024, 5:0} KB, after {Plan.ManyChanges} changes {AfterMany / 1024, 5:0} KB  "
        + $"idle {IdleBatches:0.00} batches, {IdleProcessor:0.0 %} of a core, {ProcessorWithoutScreens:0.0 %} without screens  "
        + $"first page {FirstPageBytes / 1024:0} KB in {FirstPageMilliseconds:0} ms";
}
