using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <summary>The position of an incident that is over in a list, newest first.</summary>
public sealed record PastIncidentPosition(DateTimeOffset StartedAt, string Id);

/// <param name="HasIncident">An incident is open.</param>
public sealed record BrokerageChoice(string Id, string Name, bool HasIncident);

/// <summary>Reads incidents for the screen.</summary>
internal sealed class IncidentQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    IncidentFigures figures,
    CurrentOperator current
)
{
    /// <summary>Incidents that are over, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<NamedIncident, PastIncidentPosition>> PastAsync(
        PastIncidentPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Past(db, after)
            .ToPageAsync(
                limit,
                i => new PastIncidentPosition(i.Incident.StartedAt, i.Incident.Id),
                cancellationToken
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
        var withIncident = IncidentRows.Open(db).Select(i => i.BrokerageId);
        return await BrokerageRows
            .InUse(db)
            .Select(b => new BrokerageChoice(b.Id, b.Name, withIncident.Contains(b.Id)))
            .ToListAsync(cancellationToken);
    }

    internal static IQueryable<NamedIncident> Past(DashboardDbContext db, PastIncidentPosition? after)
    {
        var incidents = db.Incidents.AsNoTracking().Where(i => i.EndedAt != null);
        if (after is var (at, id))
            incidents = incidents.Where(i =>
                i.StartedAt <= at && (i.StartedAt < at || string.Compare(i.Id, id) < 0)
            );
        return IncidentRows.Named(db, incidents);
    }
}
