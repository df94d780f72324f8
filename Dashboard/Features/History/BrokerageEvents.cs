using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>
/// The events of one brokerage. Few name it themselves; the others are found by its connections, while these are few. The
/// events of a brokerage with more connections are so frequent that a page of them is found by walking through the history.
/// </summary>
internal static class BrokerageEvents
{
    /// <summary>
    /// Up to this number of connections, all their events are read from the index and sorted: some 40,000. With more, one
    /// event in 250 is theirs at a million connections, so a page is found among some 13,000.
    /// </summary>
    public const int MaxConnections = 4000;

    /// <summary>The filter with the brokerage's id in place of its slug.</summary>
    public static async Task<HistoryFilter> ResolveAsync(
        DashboardDbContext db,
        HistoryFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (filter.Brokerage is not { } slug)
            return filter;
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var known = brokerages.Values.FirstOrDefault(b => b.Slug == slug);
        return known is null ? filter : filter with { Brokerage = known.Id };
    }

    /// <summary>Whether <see cref="Of"/> finds them more quickly than the history in its order.</summary>
    public static async Task<bool> AreFewAsync(
        DashboardDbContext db,
        HistoryFilter filter,
        FoundUsers? found,
        CancellationToken cancellationToken
    ) =>
        filter is { Brokerage: { } id, UserId: null, ConnectionId: null }
        && found?.Ids is null
        && await db.HealthCounts.Where(h => h.BrokerageId == id).SumAsync(h => h.Total, cancellationToken)
            <= MaxConnections;

    /// <summary>Those of its connections, and those that name it and no connection.</summary>
    public static IReadOnlyList<IQueryable<ConnectionEvent>> Of(
        DashboardDbContext db,
        HistoryFilter filter,
        FoundUsers? found
    )
    {
        var id = filter.Brokerage;
        // SQLite reads the tables of a cross join in the order of the query.
        var ofConnections =
            from c in db.Connections.AsNoTracking()
            where c.BrokerageId == id
            from e in db.Events.AsNoTracking()
            where e.ConnectionId == c.Id
            select e;
        var alone = db.Events.AsNoTracking().Where(e => e.ConnectionId == null && e.BrokerageId == id);
        return [Narrow(ofConnections), Narrow(alone)];

        IQueryable<ConnectionEvent> Narrow(IQueryable<ConnectionEvent> events)
        {
            // An expression, for which there is no index: otherwise SQLite reads all events of the type.
            if (filter.Types is { Count: > 0 } types)
                events = events.Where(e => types.Contains(e.Type + ""));
            return HistorySearch.Narrow(db, events, filter with { Types = [], Brokerage = null }, found);
        }
    }
}
