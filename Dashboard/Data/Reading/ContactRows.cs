using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Data.Reading;

/// <summary>Narrows connections by whether their customers were contacted.</summary>
public static class ContactRows
{
    /// <summary>Without the links of e-mails that were refused, which reached nobody.</summary>
    public static IQueryable<ReconnectLink> HandedOut(this IQueryable<ReconnectLink> links) =>
        links.Where(l => l.Origin != LinkOrigin.Email || l.RevokedBy != ReconnectLink.Delivery);

    /// <summary>Disabled ones without a link or a portal link since they broke.</summary>
    public static IQueryable<Connection> NeverContacted(
        DashboardDbContext db,
        IQueryable<Connection> connections
    )
    {
        var links = db.ReconnectLinks.HandedOut();
        return connections.Where(c =>
            c.Health == Health.Disabled
            && !links.Any(l => l.ConnectionId == c.Id && l.CreatedAt >= ReconnectLink.EarliestFor(c.Since))
            // An expression, for which there is no index: otherwise SQLite reads all events of the type.
            && !db.Events.Any(e =>
                e.ConnectionId == c.Id
                && e.OccurredAt >= ReconnectLink.EarliestFor(c.Since)
                && e.Type + "" == EventTypes.PortalLinkCreated
            )
        );
    }
}
