using Dashboard.Access;
using Dashboard.Components.Parts;
using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>One line of a connection's timeline.</summary>
/// <param name="LinkExpiresAt">Of the reconnect link the event tells of.</param>
/// <param name="LinkBy">Who made that link.</param>
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
    string? LinkBy
)
{
    public DateTimeOffset? BrokeAt { get; init; }
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
        return events
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .LeftJoin(
                db.ReconnectLinks,
                e => e.LinkId,
                l => l.Id,
                (e, l) =>
                    new TimelineEntry(
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
                        l!.ExpiresAt,
                        l.CreatedBy
                    )
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
        var began = await db
            .Episodes.AsNoTracking()
            .Where(e => e.ConnectionId == connectionId && e.EndedAt >= oldest && e.EndedAt <= newest)
            .Select(e => new { e.StartedAt, EndedAt = e.EndedAt!.Value })
            .ToListAsync(cancellationToken);
        var byEnd = began.ToLookup(e => e.EndedAt, e => (DateTimeOffset?)e.StartedAt);
        return
        [
            .. entries.Select(e =>
                e.Effect == EventEffect.Repaired
                    ? e with
                    {
                        BrokeAt = byEnd[e.OccurredAt].FirstOrDefault(),
                    }
                    : e
            ),
        ];
    }
}
