using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Reading;

/// <param name="Brokerage">The brokerage's name; its id while the name is unknown.</param>
public sealed record NamedIncident(Incident Incident, string Brokerage);

/// <summary>Reads incidents for lists.</summary>
public static class IncidentRows
{
    /// <summary>Incidents that have not ended.</summary>
    public static IQueryable<Incident> Open(DashboardDbContext db) =>
        db.Incidents.AsNoTracking().Where(i => i.EndedAt == null);

    /// <summary>Incidents that have not ended, and those that ended at this time or later.</summary>
    public static IQueryable<Incident> OpenSince(DashboardDbContext db, DateTimeOffset from) =>
        db.Incidents.AsNoTracking().Where(i => i.EndedAt == null || i.EndedAt >= from);

    /// <summary>Adds the brokerage's name to each incident, newest first.</summary>
    public static IQueryable<NamedIncident> Named(DashboardDbContext db, IQueryable<Incident> incidents) =>
        incidents
            .WithBrokerage(db, i => i.BrokerageId)
            .OrderByDescending(i => i.Row.StartedAt)
            .ThenByDescending(i => i.Row.Id)
            .Select(i => new NamedIncident(i.Row, i.Brokerage ?? i.Row.BrokerageId));
}
