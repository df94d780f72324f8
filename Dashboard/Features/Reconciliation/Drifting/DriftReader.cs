using Dashboard.Data;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Drifting;

/// <summary>A difference, and when the webhook of the same change arrived; null: it has not.</summary>
internal sealed record ReportedDifference
{
    public required Difference Difference { get; init; }
    public DateTimeOffset? ReportedAt { get; init; }
}

/// <summary>Counts the changes that webhooks reported, reported late and missed.</summary>
internal sealed class DriftReader(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    // More would not change the warning.
    private const int MaxDifferences = 10_000;

    private static readonly string[] ReportedTypes =
    [
        EventTypes.ConnectionAdded,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionDeleted,
        EventTypes.ConnectionFixed,
    ];

    public async Task<Drift> ReadAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var from = now - Drift.Window;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await WithReports(db, Unexpected(db, from)).ToListAsync(cancellationToken);
        var arrivals = found.ConvertAll(f => Drift.Judge(f.Difference.FoundAt, f.ReportedAt, now));
        var reported = await Reported(db, from).LongCountAsync(cancellationToken);
        var late = arrivals.Count(n => n == WebhookArrival.Late);
        // Late webhooks are among the reported changes too.
        return new Drift(arrivals.Count(n => n == WebhookArrival.Lost), late, Math.Max(0, reported - late));
    }

    /// <summary>Adds when the webhook of each difference arrived after all.</summary>
    internal static IQueryable<ReportedDifference> WithReports(
        DashboardDbContext db,
        IQueryable<Difference> differences
    ) =>
        differences.Select(d => new ReportedDifference
        {
            Difference = d,
            ReportedAt = db
                .Events.Where(e =>
                    e.ConnectionId == d.ConnectionId
                    && e.Source == EventSource.Webhook
                    && e.OccurredAt <= d.AskedAt
                    && e.ReceivedAt >= d.AskedAt
                    && (
                        (d.Kind == DifferenceKind.MissedBreak && e.Type == EventTypes.ConnectionBroken)
                        || (d.Kind == DifferenceKind.MissedFix && e.Type == EventTypes.ConnectionFixed)
                        || (
                            d.Kind == DifferenceKind.UnknownConnection && e.Type == EventTypes.ConnectionAdded
                        )
                        || (
                            d.Kind == DifferenceKind.VanishedConnection
                            && e.Type == EventTypes.ConnectionDeleted
                        )
                    )
                )
                .OrderBy(e => e.ReceivedAt)
                .Select(e => (DateTimeOffset?)e.ReceivedAt)
                .FirstOrDefault(),
        });

    internal static IQueryable<Difference> Unexpected(DashboardDbContext db, DateTimeOffset from) =>
        db
            .Differences.AsNoTracking()
            .Where(d => d.FoundAt >= from && !d.IsFirstLook)
            .OrderByDescending(d => d.FoundAt)
            .Take(MaxDifferences);

    internal static IQueryable<ConnectionEvent> Reported(DashboardDbContext db, DateTimeOffset from) =>
        db.Events.Where(e =>
            ReportedTypes.Contains(e.Type) && e.OccurredAt >= from && e.Source == EventSource.Webhook
        );
}
