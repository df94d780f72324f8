using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Demo;

/// <summary>Chooses the connections of a scene among the healthy ones.</summary>
internal static class DemoCast
{
    private const int LargeEnough = 30;

    public static IReadOnlyList<SimulatedAuthorization> OfDifferentBrokerages(
        SimulatorWorld world,
        int count
    ) =>
        [
            .. Healthy(world)
                .GroupBy(c => c.BrokerageId, StringComparer.Ordinal)
                .SelectMany(g => g.Take(count).Select((connection, turn) => (connection, turn)))
                .OrderBy(c => c.turn)
                .Take(count)
                .Select(c => c.connection),
        ];

    /// <summary>The brokerage with the most healthy connections that works; null: none has enough.</summary>
    public static SimulatedBrokerage? Largest(SimulatorWorld world) =>
        Healthy(world)
            .GroupBy(c => c.BrokerageId, StringComparer.Ordinal)
            .Where(g => g.Count() >= LargeEnough)
            .OrderByDescending(g => g.Count())
            .Select(g => world.Brokerages.Find(g.Key))
            .FirstOrDefault(b => b is { Reachable: true, Degraded: false });

    public static IReadOnlyList<SimulatedAuthorization> Of(
        SimulatorWorld world,
        SimulatedBrokerage brokerage,
        int count
    ) => [.. Healthy(world).Where(c => c.BrokerageId == brokerage.Id).Take(count)];

    private static List<SimulatedAuthorization> Healthy(SimulatorWorld world)
    {
        var healthy = world.Authorizations.Where(connection => !connection.IsDisabled).ToArray();
        Random.Shared.Shuffle(healthy);
        return [.. healthy];
    }
}
