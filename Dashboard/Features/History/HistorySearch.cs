using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>Turns a filter of the history into queries that both databases answer from an index.</summary>
internal static class HistorySearch
{
    /// <summary>The ids of all events of some users in the period, newest first.</summary>
    public static IQueryable<long> NewestIds(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        HistoryFilter filter,
        EventPosition? after
    ) =>
        EventRows
            .After(
                Narrow(
                    db,
                    db.Events.Where(e => userIds.Contains(e.UserId)),
                    filter with
                    {
                        WithoutCopies = false,
                    },
                    found: null
                ),
                after
            )
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => e.Id);

    public static IQueryable<EventRow> Compose(
        DashboardDbContext db,
        HistoryFilter filter,
        EventPosition? after,
        FoundUsers? found
    ) => EventRows.InOrder(db, Matching(db, filter, found), filter.Order, after);

    /// <summary>The events that match the filter, in no order.</summary>
    /// <param name="found">What the filter's search finds; null without a search.</param>
    public static IQueryable<ConnectionEvent> Matching(
        DashboardDbContext db,
        HistoryFilter filter,
        FoundUsers? found
    )
    {
        var events = Narrow(db, db.Events.AsNoTracking(), filter, found);
        return IsFoundBySource(filter) ? events.Where(e => e.Source != EventSource.Webhook) : events;
    }

    /// <summary>
    /// The first events of a few users, read from the index of users and sorted. The events of more users are so frequent
    /// that a page of them is found by walking through the history.
    /// </summary>
    public static IQueryable<EventRow> ComposeOf(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        HistoryFilter filter,
        EventPosition? after,
        int count
    )
    {
        if (userIds.Count == 1)
            return Compose(db, filter with { UserId = userIds.Single() }, after, found: null);
        var events = db.Events.Where(e => userIds.Contains(e.UserId));
        // An expression, for which there is no index: otherwise SQLite reads all events of the type.
        if (filter.Types is { Count: > 0 } types)
            events = events.Where(e => types.Contains(e.Type + ""));
        // Sorted before anything is joined: the sort takes the events of all these users.
        var first = EventRows
            .After(Narrow(db, events, filter with { Types = [] }, found: null), after)
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => e.Id)
            .Take(count);
        return EventRows.NewestFirst(db, db.Events.Where(e => first.Contains(e.Id)), after: null);
    }

    // Repeats the filter of IX_Events_OtherSources, without which the databases don't use the index.
    // One user or one connection has few events, and an index that finds them more quickly.
    private static bool IsFoundBySource(HistoryFilter filter) =>
        filter is { Source: not null and not EventSource.Webhook, UserId: null, ConnectionId: null };

    /// <summary>Those of the events that match the filter, in no order.</summary>
    /// <param name="found">What the filter's search finds; null without a search.</param>
    public static IQueryable<ConnectionEvent> Narrow(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        HistoryFilter filter,
        FoundUsers? found
    )
    {
        if (filter.ConnectionId is { } connectionId)
            events = events.Where(e => e.ConnectionId == connectionId);
        if (filter.UserId is { } userId)
            events = events.Where(e => e.UserId == userId);
        if (filter.Brokerage is { } brokerageId)
            events = events.Where(e =>
                (e.ConnectionId == null && e.BrokerageId == brokerageId)
                || db.Connections.Any(c => c.Id == e.ConnectionId && c.BrokerageId == brokerageId)
            );
        if (found is not null)
            events = events.Where(found.Test(db).Of((ConnectionEvent e) => e.UserId));
        // Otherwise all events of the type would be read to find that none came by a webhook.
        if (filter is { Source: EventSource.Webhook, Types.Count: > 0 } && filter.Types.All(EventTypes.IsOwn))
            return events.Where(e => false);
        if (filter.Types is [var type])
            events = events.Where(e => e.Type == type);
        else if (filter.Types is { Count: > 0 } types)
            events = events.Where(e => types.Contains(e.Type));
        if (filter.Source is { } source)
            events = events.Where(e => e.Source == source);
        if (filter.From is { } from)
            events = events.Where(e => e.OccurredAt >= from);
        if (filter.To is { } to)
            events = events.Where(e => e.OccurredAt < to);
        return filter.WithoutCopies ? events.WithoutCopies(db) : events;
    }
}
