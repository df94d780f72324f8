namespace Dashboard.Features.Connections;

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
