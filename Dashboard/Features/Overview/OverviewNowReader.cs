using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>Reads counts and the latest changes: some rows of an index, however many connections there are.</summary>
internal sealed class OverviewNowReader(IDbContextFactory<DashboardDbContext> contexts)
{
    public const int StreamLength = 8;
    private static readonly Health[] Streamed = [Health.Disabled, Health.Healthy, Health.Deleted];

    public async Task<OverviewNow> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.HealthCounts.AsNoTracking().ToListAsync(cancellationToken);
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var incidents = await IncidentRows
            .Open(db)
            .Select(i => new { i.BrokerageId, i.StartedAt })
            .ToListAsync(cancellationToken);
        var since = incidents
            .GroupBy(i => i.BrokerageId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(i => i.StartedAt), StringComparer.Ordinal);
        return new OverviewNow(
            counts.Where(c => c.Health == Health.Disabled).Sum(c => c.Total),
            SharesOf(counts, brokerages, since),
            await StreamAsync(db, brokerages, cancellationToken)
        );
    }

    /// <summary>The latest connections of one health, by when it began.</summary>
    internal static IQueryable<StreamItem> Latest(DashboardDbContext db, Health health) =>
        Items(
            db,
            db.Connections.AsNoTracking()
                .Where(c => c.Health == health)
                .OrderByDescending(c => c.Since)
                .ThenByDescending(c => c.Id)
                .Take(StreamLength)
        );

    /// <summary>Connections with what a line about them says, in no order.</summary>
    public static IQueryable<StreamItem> Items(DashboardDbContext db, IQueryable<Connection> connections) =>
        connections.LeftJoin(
            db.SnapTradeUsers.AsNoTracking(),
            c => c.UserId,
            u => u.Id,
            (c, u) =>
                new StreamItem(
                    c.Id,
                    c.UserId,
                    u!.Name,
                    c.BrokerageId,
                    c.Health,
                    c.AwaitingVerification,
                    c.Since,
                    c.Health == Health.Healthy
                        ? db
                            .Episodes.Where(e => e.ConnectionId == c.Id && e.EndedAt == c.Since)
                            .Max(e => (DateTimeOffset?)e.StartedAt)
                        : null
                )
        );

    /// <summary>Puts the brokerage's name in the place of its id.</summary>
    public static StreamItem Named(StreamItem item, IReadOnlyDictionary<string, Brokerage> brokerages) =>
        item.Brokerage is { } id && brokerages.GetValueOrDefault(id) is { } brokerage
            ? item with
            {
                Brokerage = brokerage.Name,
            }
            : item with
            {
                Brokerage = null,
            };

    private static async Task<IReadOnlyList<StreamItem>> StreamAsync(
        DashboardDbContext db,
        IReadOnlyDictionary<string, Brokerage> brokerages,
        CancellationToken cancellationToken
    )
    {
        List<StreamItem> items = [];
        foreach (var health in Streamed)
            items.AddRange(await Latest(db, health).ToListAsync(cancellationToken));
        return
        [
            .. items
                .OrderByDescending(i => i.At)
                .ThenBy(i => i.ConnectionId, StringComparer.Ordinal)
                .Take(StreamLength)
                .Select(i => Named(i, brokerages)),
        ];
    }

    private static List<BrokerageShare> SharesOf(
        IEnumerable<HealthCount> counts,
        IReadOnlyDictionary<string, Brokerage> brokerages,
        IReadOnlyDictionary<string, DateTimeOffset> incidents
    ) =>
        [
            .. counts
                .Where(c => c.Health != Health.Deleted)
                .GroupBy(c => c.BrokerageId, StringComparer.Ordinal)
                .Select(g => ShareOf(g, brokerages.GetValueOrDefault(g.Key), incidents))
                .Where(b => b.All > 0)
                .OrderByDescending(b => b.IncidentSince is not null)
                .ThenByDescending(b => b.Share)
                .ThenBy(b => b.Name, StringComparer.OrdinalIgnoreCase),
        ];

    private static BrokerageShare ShareOf(
        IGrouping<string, HealthCount> counts,
        Brokerage? brokerage,
        IReadOnlyDictionary<string, DateTimeOffset> incidents
    ) =>
        new(
            counts.Key,
            brokerage?.Slug is { Length: > 0 } slug ? slug : counts.Key,
            brokerage?.Name ?? (counts.Key.Length == 0 ? "Unknown" : counts.Key),
            counts.Where(c => c.Health == Health.Disabled).Sum(c => c.Total),
            counts.Sum(c => c.Total),
            incidents.TryGetValue(counts.Key, out var since) ? since : null
        );
}
