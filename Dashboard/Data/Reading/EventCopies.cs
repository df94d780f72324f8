using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <summary>
/// Copies of an event: a client with several OAuth apps gets each event once for each app, with a webhookId of its own.
/// </summary>
public static class EventCopies
{
    // What names an account or an order is told apart by its payload only.
    private static readonly string[] Types =
    [
        EventTypes.UserRegistered,
        EventTypes.UserDeleted,
        EventTypes.ConnectionFailed,
        EventTypes.ConnectionAttempted,
        EventTypes.ConnectionAdded,
        EventTypes.ConnectionDeleted,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionUpdated,
    ];

    private static readonly EventEffect[] Quiet =
    [
        EventEffect.None,
        EventEffect.Confirmed,
        EventEffect.AwaitingVerification,
    ];

    /// <summary>
    /// Leaves the copy that changed the health, or else the one that arrived first. Lists are filtered and ordered by what
    /// is the same in all copies, so pages continue after a position as if the others were not stored.
    /// </summary>
    public static IQueryable<ConnectionEvent> WithoutCopies(
        this IQueryable<ConnectionEvent> events,
        DashboardDbContext db
    ) =>
        events.Where(e =>
            e.Source != EventSource.Webhook
            || !EF.Constant(Types).Contains(e.Type)
            || !db.Events.Any(other =>
                other.UserId == e.UserId
                && other.OccurredAt == e.OccurredAt
                && (EF.Constant(Quiet).Contains(e.Effect) || !EF.Constant(Quiet).Contains(other.Effect))
                && (
                    other.Id < e.Id
                    || (EF.Constant(Quiet).Contains(e.Effect) && !EF.Constant(Quiet).Contains(other.Effect))
                )
                && other.Source == EventSource.Webhook
                && other.ConnectionId == e.ConnectionId
                && other.Type == e.Type
                && other.AttemptResult == e.AttemptResult
            )
        );

    /// <summary>
    /// Leaves out later copies of the events up to an id. A later copy may be the one that changed the health: of copies
    /// with the same time, the order of their <c>webhookId</c>s decides.
    /// </summary>
    public static IQueryable<ConnectionEvent> WithoutCopiesOfEarlier(
        this IQueryable<ConnectionEvent> events,
        DashboardDbContext db,
        long upToId
    ) =>
        events.Where(e =>
            e.Source != EventSource.Webhook
            || !EF.Constant(Types).Contains(e.Type)
            || !db.Events.Any(other =>
                other.Id <= upToId
                && other.UserId == e.UserId
                && other.OccurredAt == e.OccurredAt
                && other.Source == EventSource.Webhook
                && other.ConnectionId == e.ConnectionId
                && other.Type == e.Type
                && other.AttemptResult == e.AttemptResult
            )
        );
}
