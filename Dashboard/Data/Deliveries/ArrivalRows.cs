using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Deliveries;

/// <summary>Queries about the arrival of webhooks; each reads an index.</summary>
public static class ArrivalRows
{
    // As many as the latest deliveries that matter; one fault among several may have many.
    private const int MaxLikely = 100;

    /// <summary>When the last new event arrived.</summary>
    public static Task<DateTimeOffset?> LastAcceptedAtAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        db
            .Receipts.OrderByDescending(r => r.Id)
            .Select(r => (DateTimeOffset?)r.ReceivedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>The counts of the hours from then on.</summary>
    public static IQueryable<DeliveryCount> CountsSince(DashboardDbContext db, DateTimeOffset hour) =>
        db.DeliveryCounts.AsNoTracking().Where(c => c.Hour >= hour);

    /// <summary>The last refused delivery that SnapTrade probably sent.</summary>
    public static Task<RefusedDelivery?> LastLikelyAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        db
            .RefusedDeliveries.AsNoTracking()
            .Where(d => d.IsLikely)
            .OrderByDescending(d => d.Id)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>When those of the last hour arrived, oldest first.</summary>
    public static async Task<IReadOnlyList<DateTimeOffset>> LikelySinceAsync(
        DashboardDbContext db,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var times = await db
            .RefusedDeliveries.Where(d => d.IsLikely && d.ReceivedAt >= since)
            .OrderByDescending(d => d.Id)
            .Select(d => d.ReceivedAt)
            .Take(MaxLikely)
            .ToListAsync(cancellationToken);
        times.Reverse();
        return times;
    }

    /// <summary>The hourly counts of new events over the last weeks: about 1,400 rows.</summary>
    public static async Task<ArrivalHistory> HistoryAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = DeliveryCount.HourOf(now).AddDays(-7 * ArrivalHistory.Weeks).AddHours(-1);
        var counts = await CountsSince(db, from)
            .Where(c => c.Outcome == DeliveryOutcomes.Accepted)
            .ToDictionaryAsync(c => c.Hour, c => c.Count, cancellationToken);
        return new ArrivalHistory(counts, counts.Count == 0 ? null : counts.Keys.Min());
    }
}
