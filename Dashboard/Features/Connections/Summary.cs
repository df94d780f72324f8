namespace Dashboard.Features.Connections;

/// <summary>Counts of the REST API.</summary>
internal sealed record Summary(
    DateTimeOffset AsOf,
    HealthTotalsItem ByHealth,
    IReadOnlyList<BrokerageSummary> ByBrokerage
)
{
    public static Summary Of(ConnectionCounts counts, DateTimeOffset asOf) =>
        new(asOf, HealthTotalsItem.Of(counts.All), [.. counts.ByBrokerage.Select(BrokerageSummary.Of)]);
}
