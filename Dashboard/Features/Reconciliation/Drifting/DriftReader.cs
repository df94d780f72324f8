using Dashboard.Data;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Drifting;

/// <summary>A difference, and when the webhook came that tells the same; null: none has.</summary>
internal sealed record ToldDifference
{
    public required Difference Difference { get; init; }
    public DateTimeOffset? ToldAt { get; init; }
}

/// <summary>Counts how well webhooks tell what happens.</summary>
internal sealed class DriftReader(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    // More would not change what an admin is told.
    private const int MostDifferences = 10_000;

    private static readonly string[] ToldTypes =
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
        var found = await WithNews(db, Unexpected(db, from)).ToListAsync(cancellationToken);
        var news = found.ConvertAll(f => Drift.Judge(f.Difference.FoundAt, f.ToldAt, now));
        var told = await Told(db, from).LongCountAsync(cancellationToken);
        var late = news.Count(n => n == MissingNews.Late);
        // The webhooks of late ones are counted among the told.
        return new Drift(news.Count(n => n == MissingNews.Lost), late, Math.Max(0, told - late));
    }

    /// <summary>Adds when each difference was told by a webhook after all.</summary>
    internal static IQueryable<ToldDifference> WithNews(
        DashboardDbContext db,
        IQueryable<Difference> differences
    ) =>
        differences.Select(d => new ToldDifference
        {
            Difference = d,
            ToldAt = db
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
            .Take(MostDifferences);

    internal static IQueryable<ConnectionEvent> Told(DashboardDbContext db, DateTimeOffset from) =>
        db.Events.Where(e =>
            ToldTypes.Contains(e.Type) && e.OccurredAt >= from && e.Source == EventSource.Webhook
        );
}
