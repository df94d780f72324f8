using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;

namespace Dashboard.Data.Reading;

/// <summary>Narrows connections by whether their customers were contacted.</summary>
public static class ContactRows
{
    /// <summary>Disabled ones without a link or a portal link since they broke.</summary>
    public static IQueryable<Connection> NeverContacted(
        DashboardDbContext db,
        IQueryable<Connection> connections
    ) =>
        connections.Where(c =>
            c.Health == Health.Disabled
            && !db.ReconnectLinks.Any(l => l.ConnectionId == c.Id && l.CreatedAt >= c.Since)
            // An expression, for which there is no index: otherwise SQLite reads all events of the type.
            && !db.Events.Any(e =>
                e.ConnectionId == c.Id
                && e.OccurredAt >= c.Since
                && e.Type + "" == EventTypes.PortalLinkCreated
            )
        );
}
