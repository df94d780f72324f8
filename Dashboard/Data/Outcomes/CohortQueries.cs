using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// What the figures of a period are computed from. Each query reads an index in the order of time, so that its cost follows
/// what happened from the beginning of the period to the end of its breaks, and not the size of the history.
/// </summary>
internal static class CohortQueries
{
    private static readonly string[] StepTypes =
    [
        EventTypes.ConnectionBroken,
        EventTypes.LinkCreated,
        EventTypes.LinkOpened,
        EventTypes.EmailSent,
        EventTypes.PortalLinkCreated,
        EventTypes.PortalStarted,
        EventTypes.PortalReturned,
    ];

    /// <summary>Breaks from a time on, for a quick estimate of the work.</summary>
    public static IQueryable<DateTimeOffset> Breaks(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset? to = null,
        string? brokerageId = null
    )
    {
        var episodes = db.Episodes.Where(e => e.StartedAt >= from);
        if (to is { } end)
            episodes = episodes.Where(e => e.StartedAt < end);
        if (brokerageId is null)
            return episodes.Select(e => e.StartedAt);
        return from e in episodes
            join c in Of(db, brokerageId) on e.ConnectionId equals c.Id
            select e.StartedAt;
    }

    public static IQueryable<EpisodeRow> Episodes(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to,
        string? brokerageId
    ) =>
        Rows(db, db.Episodes.AsNoTracking().Where(e => e.StartedAt >= from && e.StartedAt < to), brokerageId);

    /// <summary>Episodes that were repaired in a period, whenever they began; the latest repair first.</summary>
    public static IQueryable<EpisodeRow> Repaired(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to,
        string? brokerageId
    ) =>
        Rows(
            db,
            db.Episodes.AsNoTracking()
                .Where(e => e.EndedAt >= from && e.EndedAt < to && e.Outcome == EpisodeOutcome.Repaired)
                .OrderByDescending(e => e.EndedAt),
            brokerageId
        );

    private static IQueryable<EpisodeRow> Rows(
        DashboardDbContext db,
        IQueryable<Episode> episodes,
        string? brokerageId
    ) =>
        from e in episodes
        join c in Of(db, brokerageId) on e.ConnectionId equals c.Id
        select new EpisodeRow(e.ConnectionId, e.StartedAt, e.EndedAt, e.Outcome, c.BrokerageId);

    // An expression, for which there is no index: otherwise SQLite reads all connections of the brokerage.
    private static IQueryable<Connection> Of(DashboardDbContext db, string? brokerageId) =>
        brokerageId is null
            ? db.Connections.AsNoTracking()
            : db.Connections.AsNoTracking().Where(c => c.BrokerageId + "" == brokerageId);

    /// <summary>The events that tell how far episodes got, in no order.</summary>
    public static IQueryable<StepRow> Steps(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .Events.AsNoTracking()
            .Where(e =>
                StepTypes.Contains(e.Type)
                && e.OccurredAt >= from
                && e.OccurredAt <= until
                && e.ConnectionId != null
            )
            .Select(e => new StepRow(
                e.ConnectionId!,
                e.Type,
                e.OccurredAt,
                e.ReceivedAt,
                e.AttemptResult,
                e.LinkId
            ));

    /// <summary>Failed attempts that SnapTrade reported, which are also made without our links.</summary>
    public static IQueryable<StepRow> FailedAttempts(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .Events.AsNoTracking()
            .Where(e =>
                e.Type == EventTypes.ConnectionAttempted
                && e.OccurredAt >= from
                && e.OccurredAt <= until
                && e.ConnectionId != null
                && e.AttemptResult != null
                && e.AttemptResult != EventTypes.AttemptSuccess
            )
            .Select(e => new StepRow(
                e.ConnectionId!,
                e.Type,
                e.OccurredAt,
                e.ReceivedAt,
                e.AttemptResult,
                e.LinkId
            ));

    public static IQueryable<LinkRow> Links(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        db
            .ReconnectLinks.AsNoTracking()
            .Where(l => l.CreatedAt >= from && l.CreatedAt <= until)
            .Select(l => new LinkRow(l.Id, l.Origin, l.CreatedBy));

    /// <summary>
    /// Episodes during which the customer connected again: the rule of <see cref="DuplicateSearch"/>, for episodes that may
    /// have ended since.
    /// </summary>
    public static IQueryable<EpisodeKey> ConnectedAgain(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset asOf
    )
    {
        var pairs = DuplicateSearch.Pairs(db, db.Connections);
        return from e in db.Episodes.AsNoTracking()
            where
                e.StartedAt >= @from
                && e.StartedAt < to
                && pairs.Any(pair =>
                    pair.Id == e.ConnectionId
                    && pair.NewerSince > e.StartedAt
                    && pair.NewerSince <= asOf
                    && (e.EndedAt == null || pair.NewerSince <= e.EndedAt)
                )
            select new EpisodeKey(e.ConnectionId, e.StartedAt);
    }

    internal sealed record EpisodeRow(
        string ConnectionId,
        DateTimeOffset StartedAt,
        DateTimeOffset? EndedAt,
        EpisodeOutcome? Outcome,
        string? BrokerageId
    );

    internal sealed record EpisodeKey(string ConnectionId, DateTimeOffset StartedAt);

    internal sealed record StepRow(
        string ConnectionId,
        string Type,
        DateTimeOffset OccurredAt,
        DateTimeOffset ReceivedAt,
        string? Result,
        string? LinkId
    );

    internal sealed record LinkRow(string Id, LinkOrigin Origin, string CreatedBy);
}
