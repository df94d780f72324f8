using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Events;

/// <summary>The data of a user's connection that attempts are matched with.</summary>
public sealed record AttemptCandidate(
    string ConnectionId,
    string? BrokerageId,
    IReadOnlyList<Episode> Episodes
);

/// <summary>
/// SnapTrade's attempts name no connection. An attempt belongs to the user's connection of that brokerage
/// which was disabled at that time, when there is just one.
/// </summary>
public static class AttemptInference
{
    public static string? ConnectionOf(
        string? brokerageId,
        DateTimeOffset occurredAt,
        IEnumerable<AttemptCandidate> candidates
    )
    {
        if (brokerageId is null)
            return null;
        var fitting = candidates
            .Where(c => c.BrokerageId == brokerageId && c.Episodes.Any(e => e.Covers(occurredAt)))
            .Take(2)
            .ToList();
        return fitting.Count == 1 ? fitting[0].ConnectionId : null;
    }
}
