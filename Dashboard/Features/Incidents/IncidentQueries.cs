using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <summary>A page of incidents that are over, the latest first.</summary>
/// <param name="Next">Where the next page goes on; null: there is none.</param>
public sealed record PastIncidentPage(IReadOnlyList<NamedIncident> Incidents, PastIncidentPosition? Next);

public sealed record PastIncidentPosition(DateTimeOffset StartedAt, string Id);

/// <param name="HasIncident">One goes on.</param>
public sealed record BrokerageChoice(string Id, string Name, bool HasIncident);

/// <summary>Reads incidents for the screen.</summary>
internal sealed class IncidentQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    IncidentFigures figures,
    CurrentOperator current
)
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<PastIncidentPage> PastAsync(
        PastIncidentPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Past(db, after).Take(limit + 1).ToListAsync(cancellationToken);
        var hasMore = rows.Count > limit;
        if (hasMore)
            rows.RemoveAt(limit);
        var last = rows.LastOrDefault()?.Incident;
        return new PastIncidentPage(
            rows,
            hasMore ? new PastIncidentPosition(last!.StartedAt, last.Id) : null
        );
    }

    /// <exception cref="AccessDeniedException"/>
    public async Task<OpenFigures> OpenFiguresAsync(Incident incident, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        return await figures.OfOpenAsync(incident, cancellationToken);
    }

    /// <exception cref="AccessDeniedException"/>
    public async Task<PastFigures> PastFiguresAsync(Incident incident, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        return await figures.OfPastAsync(incident, cancellationToken);
    }

    /// <summary>The brokerages that have connections, by name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<BrokerageChoice>> BrokeragesAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var used = db.HealthCounts.Where(c => c.Total > 0).Select(c => c.BrokerageId);
        return await db
            .Brokerages.Where(b => used.Contains(b.Id))
            .OrderBy(b => b.Name)
            .Select(b => new BrokerageChoice(
                b.Id,
                b.Name,
                db.Incidents.Any(i => i.BrokerageId == b.Id && i.EndedAt == null)
            ))
            .ToListAsync(cancellationToken);
    }

    internal static IQueryable<NamedIncident> Past(DashboardDbContext db, PastIncidentPosition? after)
    {
        var incidents = db.Incidents.AsNoTracking().Where(i => i.EndedAt != null);
        if (after is var (at, id))
            incidents = incidents.Where(i =>
                i.StartedAt <= at && (i.StartedAt < at || string.Compare(i.Id, id) < 0)
            );
        return from incident in incidents
            join b in db.Brokerages.AsNoTracking() on incident.BrokerageId equals b.Id into brokerages
            from brokerage in brokerages.DefaultIfEmpty()
            orderby incident.StartedAt descending, incident.Id descending
            select new NamedIncident(incident, brokerage == null ? incident.BrokerageId : brokerage.Name);
    }
}
