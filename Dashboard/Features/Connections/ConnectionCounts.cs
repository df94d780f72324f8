using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>How many connections there are, in all and at each brokerage.</summary>
public sealed record ConnectionCounts(HealthTotals All, IReadOnlyList<BrokerageTotals> ByBrokerage)
{
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
                    .ThenBy(b => b.Brokerage?.Name ?? b.BrokerageId, StringComparer.OrdinalIgnoreCase),
            ]
        );
}

/// <param name="BrokerageId">Empty for connections whose brokerage is unknown.</param>
/// <param name="Brokerage">Null while SnapTrade has not described it.</param>
public sealed record BrokerageTotals(string BrokerageId, Brokerage? Brokerage, HealthTotals Totals)
{
    /// <summary>Since when many of its connections break; null while no incident is open.</summary>
    public DateTimeOffset? IncidentSince { get; init; }
}

/// <param name="Awaiting">Those awaiting verification; each is counted with its health too.</param>
public sealed record HealthTotals(long Healthy, long Disabled, long Deleted, long Unknown, long Awaiting)
{
    public long All => Healthy + Disabled + Deleted + Unknown;

    public static HealthTotals Of(IEnumerable<HealthCount> counts)
    {
        var byHealth = counts.ToLookup(c => c.Health);
        long Total(Health health) => byHealth[health].Sum(c => c.Total);
        return new HealthTotals(
            Total(Health.Healthy),
            Total(Health.Disabled),
            Total(Health.Deleted),
            Total(Health.Unknown),
            byHealth.SelectMany(g => g).Sum(c => c.Awaiting)
        );
    }
}
