using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Deliveries;

/// <summary>Queries about the arrival of webhooks; each reads an index.</summary>
public static class ArrivalRows
{
    // As many as the latest deliveries that matter; one fault among several may have many.
    private const int MaxLikely = 100;

    /// <summary>When the last delivery was accepted: events of our own making have receipts, but are no deliveries.</summary>
    public static async Task<DateTimeOffset?> LastAcceptedAtAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        // Of the last hour with any, new events and repeated ones.
        var latest = await db
            .DeliveryCounts.Where(c =>
                c.Outcome == DeliveryOutcomes.Accepted || c.Outcome == DeliveryOutcomes.Duplicate
            )
            .OrderByDescending(c => c.Hour)
            .Select(c => c.LastAt)
            .Take(2)
            .ToListAsync(cancellationToken);
        return latest.Count == 0 ? null : latest.Max();
    }

    /// <summary>When the last alarm about silence ended; null: none did.</summary>
    public static Task<DateTimeOffset?> LastSilenceEndedAtAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        db
            .WebhookAlarms.Where(a => a.Kind == WebhookAlarmKind.Silent)
            .MaxAsync(a => a.EndedAt, cancellationToken);

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
    public static async Task<IReadOnlyList<LikelyRefusal>> LikelySinceAsync(
        DashboardDbContext db,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var rows = await db
            .RefusedDeliveries.Where(d => d.IsLikely && d.ReceivedAt >= since)
            .OrderByDescending(d => d.Id)
            .Select(d => new { d.ReceivedAt, d.Fault })
            .Take(MaxLikely)
            .ToListAsync(cancellationToken);
        rows.Reverse();
        return rows.ConvertAll(d => new LikelyRefusal(d.ReceivedAt, d.Fault.IsProven()));
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
