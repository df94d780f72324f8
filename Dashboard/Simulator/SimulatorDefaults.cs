namespace Dashboard.Simulator;

/// <summary>
/// The key pair of the simulated SnapTrade when <c>SnapTrade:ClientId</c> and
/// <c>SnapTrade:ConsumerKey</c> are empty. Not secret: it opens nothing but the simulator.
/// </summary>
public static class SimulatorDefaults
{
    public const string ClientId = "DEMO";
    public const string ConsumerKey = "demo-consumer-key";

    /// <summary>Path of the simulated API root on the dashboard's own origin.</summary>
    public const string PathPrefix = "/simulator";

    /// <summary>Waits before the second, third and fourth try, as SnapTrade documents them.</summary>
    public static IReadOnlyList<TimeSpan> RedeliverySchedule { get; } =
    [TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120)];
}
