using Dashboard.Simulator.Generation;
using Dashboard.Simulator.Webhooks;

namespace Dashboard.Simulator.State;

/// <summary>Everything that survives a restart.</summary>
/// <param name="Generation">What the world was generated from, its moment included.</param>
/// <param name="Brokerages">Only those whose state differs from the catalogue's.</param>
public sealed record WorldSnapshot(
    GenerationSettings Generation,
    IReadOnlyList<SimulatedUser> Users,
    IReadOnlyList<SimulatedAuthorization> Authorizations,
    IReadOnlyList<BrokerageState> Brokerages,
    IReadOnlyList<PendingWebhook> Pending
)
{
    /// <summary>A world at the moment of its generation.</summary>
    public static WorldSnapshot Of(GenerationSettings settings, GeneratedWorld generated) =>
        new(settings, generated.Users, generated.Authorizations, [], []);
}

/// <summary>The changeable state of a brokerage.</summary>
public sealed record BrokerageState(string Id, bool Maintenance, bool Degraded, bool Down);
