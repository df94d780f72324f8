using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>A connection as the REST API describes it.</summary>
internal sealed record ConnectionItem(
    string Id,
    string UserId,
    Health Health,
    DateTimeOffset Since,
    DateTimeOffset? DisabledSince,
    bool AwaitingVerification,
    BrokerageItem? Brokerage,
    string? Name,
    string? Type,
    DateTimeOffset LastEventAt,
    DateTimeOffset? LastVerifiedAt,
    DateTimeOffset? LastDataAt
)
{
    public static ConnectionItem Of(ConnectionRow row) =>
        new(
            row.Id,
            row.UserId,
            row.Health,
            row.Since,
            row.DisabledSince,
            row.AwaitingVerification,
            row.BrokerageId is { } id
                ? new BrokerageItem(id, row.Brokerage?.Slug, row.Brokerage?.Name)
                : null,
            row.Name,
            row.Type,
            row.LastEventAt,
            row.LastVerifiedAt,
            row.LastDataAt
        );
}

/// <summary>Slug and name are null until SnapTrade's list of brokerages was read.</summary>
internal sealed record BrokerageItem(string Id, string? Slug, string? Name);

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

internal sealed record HealthTotalsItem(long Healthy, long Disabled, long Deleted, long Unknown)
{
    public static HealthTotalsItem Of(HealthTotals totals) =>
        new(totals.Healthy, totals.Disabled, totals.Deleted, totals.Unknown);
}

/// <summary>Id, slug and name are null for connections whose brokerage is unknown.</summary>
internal sealed record BrokerageSummary(
    string? Id,
    string? Slug,
    string? Name,
    long Healthy,
    long Disabled,
    long Deleted,
    long Unknown
)
{
    public static BrokerageSummary Of(BrokerageTotals counted) =>
        new(
            counted.BrokerageId.Length == 0 ? null : counted.BrokerageId,
            counted.Brokerage?.Slug,
            counted.Brokerage?.Name,
            counted.Totals.Healthy,
            counted.Totals.Disabled,
            counted.Totals.Deleted,
            counted.Totals.Unknown
        );
}
