using Dashboard.Access;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>One line of a connection's timeline.</summary>
/// <param name="LinkExpiresAt">Of the reconnect link the event tells of.</param>
/// <param name="LinkBy">Who made that link.</param>
/// <param name="Email">The e-mail that carries that link.</param>
/// <param name="BrokeAt">When the stretch of being broken began that this event ended.</param>
public sealed record TimelineEntry(
    long Id,
    string Type,
    EventSource Source,
    EventEffect Effect,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    string? AttemptResult,
    string? Actor,
    bool IsInferred,
    bool HasPayload,
    DateTimeOffset? LinkExpiresAt,
    string? LinkBy,
    TimelineEmail? Email
)
{
    public DateTimeOffset? BrokeAt { get; init; }

    /// <summary>Which link brought the repair about, in words; null when none did.</summary>
    public string? RepairedBy { get; init; }
    public TimelinePosition Position => new(OccurredAt, Id);

    public EventWords Words =>
        EventWords.Of(
            new EventFacts(
                Type,
                Source,
                Effect,
                OccurredAt,
                ReceivedAt,
                AttemptResult,
                Actor,
                OccurredAt - BrokeAt
            )
        );
}

/// <summary>What a timeline tells of an e-mail.</summary>
/// <param name="BounceReason">What the provider said when it came back.</param>
public sealed record TimelineEmail(string Id, string? Address, string? BounceReason);

public sealed record TimelinePosition(DateTimeOffset OccurredAt, long Id);

/// <param name="Next">Where earlier entries begin; null when these are the first.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, TimelinePosition? Next);

/// <summary>What happened to one connection, for everybody who may see it.</summary>
public sealed class ConnectionTimeline(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current
)
{
    /// <summary>Newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<TimelinePage> PageAsync(
        string connectionId,
        TimelinePosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await Compose(db, connectionId, after).Take(limit + 1).ToListAsync(cancellationToken);
        var next = entries.Count > limit ? entries[limit - 1].Position : null;
        if (next is not null)
            entries.RemoveAt(limit);
        return new TimelinePage(await WithBreaksAsync(db, connectionId, entries, cancellationToken), next);
    }

    /// <summary>An event of this connection as it came; null when nothing was kept.</summary>
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

    internal static IQueryable<TimelineEntry> Compose(
        DashboardDbContext db,
        string connectionId,
        TimelinePosition? after
    )
    {
        var events = db.Events.AsNoTracking().Where(e => e.ConnectionId == connectionId);
        if (after is var (at, id))
            events = events.Where(e => e.OccurredAt <= at && (e.OccurredAt < at || e.Id < id));
        return from e in events
            join link in db.ReconnectLinks on e.LinkId equals link.Id into links
            from l in links.DefaultIfEmpty()
            join email in db.Emails on l.EmailId equals email.Id into emails
            from m in emails.DefaultIfEmpty()
            orderby e.OccurredAt descending, e.Id descending
            select new TimelineEntry(
                e.Id,
                e.Type,
                e.Source,
                e.Effect,
                e.OccurredAt,
                e.ReceivedAt,
                e.AttemptResult,
                e.Actor,
                e.IsInferred,
                e.Payload != null,
                l.ExpiresAt,
                l.CreatedBy,
                m == null ? null : new TimelineEmail(m.Id, m.Address, m.BounceReason)
            );
    }

    private static async Task<IReadOnlyList<TimelineEntry>> WithBreaksAsync(
        DashboardDbContext db,
        string connectionId,
        List<TimelineEntry> entries,
        CancellationToken cancellationToken
    )
    {
        if (!entries.Exists(e => e.Effect == EventEffect.Repaired))
            return entries;
        var (oldest, newest) = (entries[^1].OccurredAt, entries[0].OccurredAt);
        var episodes = await db
            .Episodes.AsNoTracking()
            .Where(e => e.ConnectionId == connectionId && e.EndedAt >= oldest && e.EndedAt <= newest)
            .ToListAsync(cancellationToken);
        var began = episodes.ToLookup(e => e.EndedAt, e => (DateTimeOffset?)e.StartedAt);
        var links = await db
            .ReconnectLinks.AsNoTracking()
            .Where(l => l.ConnectionId == connectionId && l.StartedAt != null)
            .ToListAsync(cancellationToken);
        var credited = Credited(links, episodes);
        return
        [
            .. entries.Select(e =>
                e.Effect == EventEffect.Repaired
                    ? e with
                    {
                        BrokeAt = began[e.OccurredAt].FirstOrDefault(),
                        RepairedBy = credited.GetValueOrDefault(e.OccurredAt),
                    }
                    : e
            ),
        ];
    }

    /// <summary>By when the repair happened; at most one link has the credit for it.</summary>
    private static Dictionary<DateTimeOffset, string> Credited(
        List<ReconnectLink> links,
        List<Episode> episodes
    ) =>
        links
            .Select(link => (Link: link, Outcome: LinkOutcome.Of(LinkTrace.Of(link, links), episodes)))
            .Where(found => found.Outcome.IsByLink)
            .ToDictionary(
                found => found.Outcome.RepairedAt!.Value,
                found =>
                    found.Link.EmailId is null
                        ? $"By the link from {found.Link.CreatedBy}"
                        : $"By the link e-mailed by {found.Link.CreatedBy}"
            );
}
