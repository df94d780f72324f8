namespace Dashboard.Simulator.State;

/// <summary>A brokerage customers can connect to.</summary>
/// <param name="Fragility">How often its connections break, 1 being the average.</param>
/// <param name="Popularity">Its weight when customers choose a brokerage.</param>
public sealed record SimulatedBrokerage(
    string Id,
    string Slug,
    string Name,
    string Url,
    bool AllowsTrading,
    double Fragility,
    int Popularity
)
{
    /// <summary>Announced maintenance: logging in fails.</summary>
    public bool Maintenance { get; init; }

    /// <summary>Works, with trouble.</summary>
    public bool Degraded { get; init; }

    /// <summary>Unannounced outage: logging in fails.</summary>
    public bool Down { get; init; }

    /// <summary>Whether holdings of its connections arrive; its connections are healthy without.</summary>
    public bool DeliversData { get; init; } = true;

    public bool Reachable => !Maintenance && !Down;
}
