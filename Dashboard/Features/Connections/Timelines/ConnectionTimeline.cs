using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Timelines;

/// <summary>Reads what happened to one connection.</summary>
public sealed class ConnectionTimeline(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current
)
{
    private const int ReadAtOnce = 20;
    private const int MaxGrowth = 100;

    /// <summary>
    /// One page, newest first. It is longer than the limit where it would end within an attempt, unless that has very many steps.
    /// </summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<TimelineEntry, EventPosition>> PageAsync(
        string connectionId,
        EventPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await ReadAsync(db, connectionId, after, limit, cancellationToken);
        var links = await LinksAsync(db, page.Rows, cancellationToken);
        var entries = page
            .Rows.Select(row => new TimelineEntry(row, links.GetValueOrDefault(row.LinkId ?? "")))
            .ToList();
        return new(await RepairCredits.AddAsync(db, connectionId, entries, cancellationToken), page.Next);
    }

    /// <summary>The payload of one of the connection's events; null when none was kept.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<string?> PayloadAsync(
        string connectionId,
        long eventId,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewPayloads);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Events.Where(e => e.Id == eventId && e.ConnectionId == connectionId)
            .Select(e => e.Payload)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private static async Task<Page<EventRow, EventPosition>> ReadAsync(
        DashboardDbContext db,
        string connectionId,
        EventPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var page = await Compose(db, connectionId, after)
            .ToPageAsync(limit, row => row.Position, cancellationToken);
        while (page.Next is { } next && page.Rows.Count < limit + MaxGrowth && Attempts.MayBeCut(page.Rows))
        {
            var earlier = await Compose(db, connectionId, next)
                .ToPageAsync(ReadAtOnce, row => row.Position, cancellationToken);
            var rest = Attempts.RestOf(page.Rows, earlier.Rows);
            var isWhole = rest.Count < earlier.Rows.Count;
            page = new(
                [.. page.Rows, .. rest],
                isWhole ? rest.LastOrDefault()?.Position ?? next : earlier.Next
            );
            if (isWhole)
                break;
        }
        return page;
    }

    internal static IQueryable<EventRow> Compose(
        DashboardDbContext db,
        string connectionId,
        EventPosition? after
    ) =>
        EventRows.NewestFirst(
            db,
            db.Events.AsNoTracking().Where(e => e.ConnectionId == connectionId).WithoutCopies(db),
            after
        );

    internal static IQueryable<TimelineLink> Links(DashboardDbContext db, List<string> ids) =>
        from link in db.ReconnectLinks.AsNoTracking()
        where ids.Contains(link.Id)
        join email in db.Emails on link.EmailId equals email.Id into emails
        from m in emails.DefaultIfEmpty()
        select new TimelineLink(
            link.Id,
            link.ExpiresAt,
            link.CreatedBy,
            m == null ? null : new TimelineEmail(m.Id, m.Address, m.BounceReason)
        );

    private static async Task<Dictionary<string, TimelineLink>> LinksAsync(
        DashboardDbContext db,
        IReadOnlyList<EventRow> rows,
        CancellationToken cancellationToken
    )
    {
        List<string> ids = [.. rows.Select(r => r.LinkId).OfType<string>().Distinct(StringComparer.Ordinal)];
        return ids.Count == 0
            ? []
            : await Links(db, ids).ToDictionaryAsync(l => l.Id, StringComparer.Ordinal, cancellationToken);
    }
}
