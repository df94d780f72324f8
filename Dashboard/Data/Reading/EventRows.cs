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
    )
    {
        return from e in After(events, after)
            join user in db.SnapTradeUsers on e.UserId equals user.Id into users
            from u in users.DefaultIfEmpty()
            join connection in db.Connections on e.ConnectionId equals connection.Id into connections
            from c in connections.DefaultIfEmpty()
            // Breaks and repairs name no brokerage; their connection does.
            join brokerage in db.Brokerages
                on e.BrokerageId ?? c.BrokerageId equals brokerage.Id
                into brokerages
            from b in brokerages.DefaultIfEmpty()
            orderby e.OccurredAt descending, e.Id descending
            select new EventRow(
                e.Id,
                e.WebhookId,
                e.Type,
                e.Source,
                e.ConnectionId,
                e.IsInferred,
                e.UserId,
                u.Name,
                e.BrokerageId,
                b.Name,
                e.AttemptResult,
                e.OccurredAt,
                e.ReceivedAt,
                e.Effect,
                e.Actor,
                e.LinkId,
                e.Payload != null
            );
    }

    /// <summary>The events after a position in that order.</summary>
    public static IQueryable<ConnectionEvent> After(
        IQueryable<ConnectionEvent> events,
        EventPosition? after
    ) =>
        after is var (at, id)
            ? events.Where(e => e.OccurredAt <= at && (e.OccurredAt < at || e.Id < id))
            : events;
}
