using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>
/// Reads connections for screens and the REST API. Pages continue after a place and not after a number of
/// rows, so that what is added or removed meanwhile neither repeats nor hides a row.
/// </summary>
public sealed class ConnectionQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page: disabled ones first, the oldest break first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ConnectionSlice> PageAsync(
        ConnectionFilter filter,
        ConnectionPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var brokerages = await BrokeragesAsync(db, cancellationToken);
        var rows = await ConnectionSearch
            .Compose(db, filter, after, brokerages.Values)
            .Take(limit + 1)
            .ToListAsync(cancellationToken);
        var next = rows.Count > limit ? rows[limit - 1].Position : null;
        if (next is not null)
            rows.RemoveAt(limit);
        return new ConnectionSlice(await CompleteAsync(db, rows, brokerages, cancellationToken), next);
    }

    /// <summary>These connections as they are now, in no order; unknown ids are left out.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<ConnectionRow>> FindAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var brokerages = await BrokeragesAsync(db, cancellationToken);
        var rows = await ConnectionSearch
            .Rows(db, db.Connections.AsNoTracking().Where(c => ids.Contains(c.Id)))
            .ToListAsync(cancellationToken);
        return await CompleteAsync(db, rows, brokerages, cancellationToken);
    }

    /// <summary>How many there are, from counts that are kept with every change.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ConnectionCounts> CountsAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await db.HealthCounts.AsNoTracking().ToListAsync(cancellationToken);
        var incidents = await OpenIncidents.LoadAsync(db, cancellationToken);
        return ConnectionCounts.Of(counts, await BrokeragesAsync(db, cancellationToken), incidents);
    }

    /// <summary>When a connection was last repaired; null when none ever was.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<DateTimeOffset?> LastRepairAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Events.Where(e => e.Type == EventTypes.ConnectionFixed && e.Effect == EventEffect.Repaired)
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => (DateTimeOffset?)e.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The ids of connections whose snooze ran out in that time.</summary>
    /// <param name="after">Not those that ran out then or earlier.</param>
    /// <param name="until">Those that ran out then as well.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<string>> AwokenAsync(
        DateTimeOffset after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Triages.Where(t => t.SnoozedUntil > after && t.SnoozedUntil <= until)
            .OrderBy(t => t.SnoozedUntil)
            .Select(t => t.ConnectionId)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }

    private static async Task<Dictionary<string, Brokerage>> BrokeragesAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    ) =>
        await db
            .Brokerages.AsNoTracking()
            .ToDictionaryAsync(b => b.Id, StringComparer.Ordinal, cancellationToken);

    private static async Task<IReadOnlyList<ConnectionRow>> CompleteAsync(
        DashboardDbContext db,
        List<ConnectionRow> rows,
        Dictionary<string, Brokerage> brokerages,
        CancellationToken cancellationToken
    )
    {
        List<string> ids = [.. rows.Select(r => r.Id)];
        var links = await LatestLinksAsync(db, ids, cancellationToken);
        var triages = await TriagesAsync(db, ids, cancellationToken);
        var incidents = await OpenIncidents.LoadAsync(db, cancellationToken);
        var efforts = await RepairEfforts.LoadAsync(db, rows, cancellationToken);
        var suppressed = await SuppressedAmongst.LoadAsync(db, rows, cancellationToken);
        var duplicates = await DuplicateSearch.LoadAsync(
            db,
            [.. rows.Where(r => r.Health == Health.Disabled).Select(r => r.Id)],
            cancellationToken
        );
        return
        [
            .. rows.Select(row =>
                row with
                {
                    Brokerage = brokerages.GetValueOrDefault(row.BrokerageId ?? ""),
                    Triage = triages.GetValueOrDefault(row.Id),
                    IncidentSince = incidents.TryGetValue(row.BrokerageId ?? "", out var since)
                        ? since
                        : null,
                    LatestLink = links.GetValueOrDefault(row.Id),
                    LatestAttempt = efforts.GetValueOrDefault(row.Id)?.Attempt,
                    PortalLinkAt = efforts.GetValueOrDefault(row.Id)?.PortalLinkAt,
                    IsAddressSuppressed = suppressed.Contains(row.Id),
                    Duplicate = duplicates.GetValueOrDefault(row.Id),
                }
            ),
        ];
    }

    private static Task<Dictionary<string, Domain.Connections.Triage>> TriagesAsync(
        DashboardDbContext db,
        List<string> ids,
        CancellationToken cancellationToken
    ) =>
        db
            .Triages.AsNoTracking()
            .Where(t => ids.Contains(t.ConnectionId))
            .ToDictionaryAsync(t => t.ConnectionId, StringComparer.Ordinal, cancellationToken);

    private static async Task<Dictionary<string, LinkFacts>> LatestLinksAsync(
        DashboardDbContext db,
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        var newest = await NewestLinks(db, ids).ToListAsync(cancellationToken);
        // Two of the same instant: either will do, but always the same one.
        return newest
            .OrderBy(l => l.Id, StringComparer.Ordinal)
            .GroupBy(l => l.ConnectionId, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
    }

    internal static IQueryable<LinkFacts> NewestLinks(DashboardDbContext db, List<string> ids) =>
        db
            .ReconnectLinks.AsNoTracking()
            .Where(l => ids.Contains(l.ConnectionId))
            .Where(l =>
                !db.ReconnectLinks.Any(o => o.ConnectionId == l.ConnectionId && o.CreatedAt > l.CreatedAt)
            )
            .Select(l => new LinkFacts(
                l.Id,
                l.ConnectionId,
                l.Origin,
                l.CreatedBy,
                l.CreatedAt,
                l.ExpiresAt,
                l.RevokedAt,
                l.FirstOpenedAt,
                l.StartedAt,
                l.ReturnedAt,
                l.LastResult,
                db.Emails.Where(e => e.Id == l.EmailId).Select(e => e.BouncedAt).FirstOrDefault()
            ));
}
