using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// The episodes that the figures of a period are computed from. Each query reads an index in the order of time, so that its
/// cost follows what happened from the beginning of the period to the end of its breaks, and not the size of the history.
/// </summary>
internal static class CohortQueries
{
    public static IQueryable<Episode> Since(DashboardDbContext db, DateTimeOffset from) =>
        db.Episodes.AsNoTracking().Where(e => e.StartedAt >= from);

    public static IQueryable<Episode> Between(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to
    ) => Since(db, from).Where(e => e.StartedAt < to);

    /// <summary>When episodes began that began after the first moment of a period, in their order.</summary>
    public static IQueryable<DateTimeOffset> Later(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to
    ) => Between(db, from, to).Where(e => e.StartedAt > from).Select(e => e.StartedAt).Order();

    /// <summary>The episodes of a period and brokerage after a position, the latest first.</summary>
    public static IQueryable<EpisodeRow> Latest(
        DashboardDbContext db,
        OutcomeQuery query,
        BreakPosition? after
    )
    {
        var episodes = Between(db, query.From, query.To);
        if (after is { At: var at, ConnectionId: var id })
            episodes = episodes.Where(e =>
                e.StartedAt <= at && (e.StartedAt < at || string.Compare(e.ConnectionId, id) < 0)
            );
        episodes = episodes.OrderByDescending(e => e.StartedAt).ThenByDescending(e => e.ConnectionId);
        return Rows(db, episodes, query.BrokerageId);
    }

    /// <summary>
    /// The episodes of a brokerage that were repaired in a period, whenever they began, after a position; the latest repair
    /// first.
    /// </summary>
    public static IQueryable<EpisodeRow> Repaired(
        DashboardDbContext db,
        OutcomeQuery query,
        BreakPosition? after
    )
    {
        var (from, to) = (query.From, query.To);
        var episodes = db
            .Episodes.AsNoTracking()
            .Where(e => e.EndedAt >= from && e.EndedAt < to && e.Outcome == EpisodeOutcome.Repaired);
        if (after is { At: var at, ConnectionId: var id })
            episodes = episodes.Where(e =>
                e.EndedAt <= at && (e.EndedAt < at || string.Compare(e.ConnectionId, id) < 0)
            );
        episodes = episodes.OrderByDescending(e => e.EndedAt).ThenByDescending(e => e.ConnectionId);
        return Rows(db, episodes, query.BrokerageId);
    }

    public static IQueryable<EpisodeRow> Rows(
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

    /// <summary>
    /// Episodes during which the customer connected again: the rule of <see cref="DuplicateSearch"/>, for episodes that may
    /// have ended since.
    /// </summary>
    public static IQueryable<EpisodeKey> ConnectedAgain(
        DashboardDbContext db,
        IQueryable<Episode> episodes,
        DateTimeOffset asOf
    )
    {
        var pairs = DuplicateSearch.Pairs(db, db.Connections);
        return from e in episodes
            where
                pairs.Any(pair =>
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
}
