using Dashboard.Data;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Incidents;

internal static class IncidentBreaks
{
    /// <summary>The breaks of a brokerage's connections within some time.</summary>
    /// <param name="to">Null: until now.</param>
    public static IQueryable<Episode> Of(
        DashboardDbContext db,
        string brokerageId,
        DateTimeOffset from,
        DateTimeOffset? to
    )
    {
        var episodes = db.Episodes.Where(e => e.StartedAt >= from);
        if (to is { } end)
            episodes = episodes.Where(e => e.StartedAt < end);
        return from episode in episodes
            join connection in db.Connections on episode.ConnectionId equals connection.Id
            where connection.BrokerageId == brokerageId
            select episode;
    }
}
