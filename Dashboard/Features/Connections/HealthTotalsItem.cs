namespace Dashboard.Features.Connections;

internal sealed record HealthTotalsItem(long Healthy, long Disabled, long Deleted, long Unknown)
{
    public static HealthTotalsItem Of(HealthTotals totals) =>
        new(totals.Healthy, totals.Disabled, totals.Deleted, totals.Unknown);
}
