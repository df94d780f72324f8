using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>How many connections there are, in all and at each brokerage.</summary>
public sealed record ConnectionCounts(HealthTotals All, IReadOnlyList<BrokerageTotals> ByBrokerage)
{
    // Of the brokerages it was made with.
    private readonly Dictionary<string, DateTimeOffset> _incidents = ByBrokerage
        .Where(b => b.IncidentSince is not null)
        .ToDictionary(b => b.BrokerageId, b => b.IncidentSince!.Value, StringComparer.Ordinal);

    /// <summary>Healthy ones whose usual data does not arrive.</summary>
    public long Silent { get; init; }

    /// <summary>Since when the open incident of a brokerage lasts; null without one.</summary>
    public DateTimeOffset? IncidentAt(string? brokerageId) =>
        brokerageId is not null && _incidents.TryGetValue(brokerageId, out var since) ? since : null;

    public static ConnectionCounts Of(
        IReadOnlyCollection<HealthCount> counts,
        IReadOnlyDictionary<string, Brokerage> brokerages,
        IReadOnlyDictionary<string, DateTimeOffset> incidents
    ) =>
        new(
            HealthTotals.Of(counts),
            [
                .. counts
                    .GroupBy(c => c.BrokerageId, StringComparer.Ordinal)
                    .Select(g => new BrokerageTotals(
                        g.Key,
                        brokerages.GetValueOrDefault(g.Key),
                        HealthTotals.Of(g)
                    )
                    {
                        IncidentSince = incidents.TryGetValue(g.Key, out var since) ? since : null,
                    })
                    .Where(b => b.Totals.All > 0)
                    .OrderByDescending(b => b.Totals.Disabled)
                    .ThenBy(b => b.Name, StringComparer.OrdinalIgnoreCase),
            ]
        );
}
