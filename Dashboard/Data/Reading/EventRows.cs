using Dashboard.Domain;
using Dashboard.Domain.Events;

namespace Dashboard.Data.Reading;

/// <summary>An event with the names that lists show beside it. The payload is read separately.</summary>
/// <param name="IsInferred">See <see cref="ConnectionEvent.IsInferred"/>.</param>
/// <param name="BrokerageName">Of the event's brokerage, or of its connection's; null while it is unknown.</param>
public sealed record EventRow(
    long Id,
    string? WebhookId,
    string Type,
    EventSource Source,
    string? ConnectionId,
    bool IsInferred,
    string UserId,
    string? UserName,
    string? BrokerageId,
    string? BrokerageName,
    string? AttemptResult,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    EventEffect Effect,
    string? Actor,
    string? LinkId,
    bool HasPayload
)
{
    public EventPosition Position => new(OccurredAt, Id);

    public EventFacts Facts => new(Type, Source, Effect, OccurredAt, ReceivedAt, AttemptResult, Actor);
}

/// <summary>The position of an event in a list: ordered by when it happened, not by when it arrived.</summary>
public sealed record EventPosition(DateTimeOffset OccurredAt, long Id);

/// <summary>The one query that reads events for lists.</summary>
public static class EventRows
{
    /// <summary>Events with their names, newest first.</summary>
    /// <param name="db">Where the names are read.</param>
    /// <param name="events">Which events.</param>
    /// <param name="after">The last event of the previous page; null for the first page.</param>
    public static IQueryable<EventRow> NewestFirst(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        EventPosition? after
    ) => InOrder(db, events, TimeOrder.Newest, after);

    /// <summary>The same in either direction.</summary>
    public static IQueryable<EventRow> InOrder(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        TimeOrder order,
        EventPosition? after
    )
    {
        var rows =
            from e in After(events, after, order)
            join user in db.SnapTradeUsers on e.UserId equals user.Id into users
            from u in users.DefaultIfEmpty()
            join connection in db.Connections on e.ConnectionId equals connection.Id into connections
            from c in connections.DefaultIfEmpty()
            // Breaks and repairs name no brokerage; their connection does.
            join brokerage in db.Brokerages
                on e.BrokerageId ?? c.BrokerageId equals brokerage.Id
                into brokerages
            from b in brokerages.DefaultIfEmpty()
            select new
            {
                Event = e,
                UserName = u.Name,
                BrokerageName = b.Name,
            };
        var ordered =
            order == TimeOrder.Oldest
                ? rows.OrderBy(r => r.Event.OccurredAt).ThenBy(r => r.Event.Id)
                : rows.OrderByDescending(r => r.Event.OccurredAt).ThenByDescending(r => r.Event.Id);
        return ordered.Select(r => new EventRow(
            r.Event.Id,
            r.Event.WebhookId,
            r.Event.Type,
            r.Event.Source,
            r.Event.ConnectionId,
            r.Event.IsInferred,
            r.Event.UserId,
            r.UserName,
            r.Event.BrokerageId,
            r.BrokerageName,
            r.Event.AttemptResult,
            r.Event.OccurredAt,
            r.Event.ReceivedAt,
            r.Event.Effect,
            r.Event.Actor,
            r.Event.LinkId,
            r.Event.Payload != null
        ));
    }

    /// <summary>The events after a position in an order.</summary>
    public static IQueryable<ConnectionEvent> After(
        IQueryable<ConnectionEvent> events,
        EventPosition? after,
        TimeOrder order = TimeOrder.Newest
    ) =>
        after is not var (at, id) ? events
        : order == TimeOrder.Oldest
            ? events.Where(e => e.OccurredAt >= at && (e.OccurredAt > at || e.Id > id))
        : events.Where(e => e.OccurredAt <= at && (e.OccurredAt < at || e.Id < id));
}
