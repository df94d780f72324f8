namespace Dashboard.Simulator.State;

/// <summary>The brokerages with their present state. Safe for concurrent use.</summary>
public sealed class SimulatedBrokerages
{
    private readonly Lock _gate = new();
    private readonly SimulatedBrokerage[] _all = [.. BrokerageCatalog.All];

    internal SimulatedBrokerages(IEnumerable<BrokerageState> states)
    {
        foreach (var state in states)
            Update(
                state.Id,
                brokerage =>
                    brokerage with
                    {
                        Maintenance = state.Maintenance,
                        Degraded = state.Degraded,
                        Down = state.Down,
                    }
            );
    }

    public IReadOnlyList<SimulatedBrokerage> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    /// <summary>Finds a brokerage by its id or its slug.</summary>
    public SimulatedBrokerage? Find(string idOrSlug)
    {
        lock (_gate)
            return Array.Find(_all, brokerage => Is(brokerage, idOrSlug));
    }

    internal SimulatedBrokerage? Update(string idOrSlug, Func<SimulatedBrokerage, SimulatedBrokerage> change)
    {
        lock (_gate)
        {
            var index = Array.FindIndex(_all, brokerage => Is(brokerage, idOrSlug));
            return index < 0 ? null : _all[index] = change(_all[index]);
        }
    }

    internal IReadOnlyList<BrokerageState> Changed() =>
        [
            .. All.Except(BrokerageCatalog.All)
                .Select(changed => new BrokerageState(
                    changed.Id,
                    changed.Maintenance,
                    changed.Degraded,
                    changed.Down
                )),
        ];

    private static bool Is(SimulatedBrokerage brokerage, string idOrSlug) =>
        brokerage.Id == idOrSlug
        || string.Equals(brokerage.Slug, idOrSlug, StringComparison.OrdinalIgnoreCase);
}
