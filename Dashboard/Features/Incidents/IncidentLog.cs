using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Notices;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <summary>An incident to open.</summary>
/// <param name="By">The operator; null: it was detected.</param>
internal sealed record IncidentOpening(
    string BrokerageId,
    DateTimeOffset StartedAt,
    int Breaks,
    double Expected,
    DateTimeOffset LastBreakAt,
    string? By
);

/// <summary>
/// Opens and ends incidents, each once even if several nodes or operators try at the same time, and adds the notices to
/// the team in the same transaction.
/// </summary>
internal sealed class IncidentLog(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <returns>The incident; null when the brokerage has one already.</returns>
    public async Task<Incident?> OpenAsync(
        IncidentOpening opening,
        Action<DashboardDbContext, Incident>? alongside,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var previous = await LatestAsync(db, opening.BrokerageId, cancellationToken);
        if (previous?.IsOpen == true)
            return null;
        var incident = New(opening, previous);
        db.Add(incident);
        await NotifyAsync(db, NoticeKind.IncidentStarted, incident, opening.By, cancellationToken);
        alongside?.Invoke(db, incident);
        return await db.TrySaveAsync(cancellationToken) ? incident : null;
    }

    /// <returns>False when the incident had ended before or is unknown.</returns>
    public async Task<bool> EndAsync(
        string id,
        string? by,
        Action<DashboardDbContext, Incident>? alongside,
        CancellationToken cancellationToken
    )
    {
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                // Written before it is read: the write makes a concurrent writer wait.
                var held = await IncidentRows
                    .Open(db)
                    .Where(i => i.Id == id)
                    .ExecuteUpdateAsync(s => s.SetProperty(i => i.BrokerageId, i => i.BrokerageId), token);
                if (held == 0)
                    return false;
                var incident = await db.Incidents.SingleAsync(i => i.Id == id, token);
                incident.End(time.GetUtcNow(), by);
                await NotifyAsync(db, NoticeKind.IncidentEnded, incident, by, token);
                alongside?.Invoke(db, incident);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    /// <summary>Records the figures of an open incident.</summary>
    public async Task CountAsync(
        string id,
        int breaks,
        DateTimeOffset lastBreakAt,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await IncidentRows
            .Open(db)
            .Where(i => i.Id == id)
            .ExecuteUpdateAsync(
                s => s.SetProperty(i => i.Breaks, breaks).SetProperty(i => i.LastBreakAt, lastBreakAt),
                cancellationToken
            );
    }

    // An open incident is the latest; ended ones are ordered by their end.
    private static async Task<Incident?> LatestAsync(
        DashboardDbContext db,
        string brokerageId,
        CancellationToken cancellationToken
    )
    {
        return await IncidentRows
                .Open(db)
                .FirstOrDefaultAsync(i => i.BrokerageId == brokerageId, cancellationToken)
            ?? await db
                .Incidents.AsNoTracking()
                .Where(i => i.BrokerageId == brokerageId)
                .OrderByDescending(i => i.EndedAt)
                .FirstOrDefaultAsync(cancellationToken);
    }

    private Incident New(IncidentOpening opening, Incident? previous)
    {
        var incident = new Incident
        {
            Id = Incident.IdAfter(opening.BrokerageId, previous?.Id),
            BrokerageId = opening.BrokerageId,
            StartedAt = opening.StartedAt,
            DetectedAt = time.GetUtcNow(),
            OpenedBy = opening.By,
            Expected = opening.Expected,
        };
        incident.Count(opening.Breaks, opening.LastBreakAt);
        return incident;
    }

    private async Task NotifyAsync(
        DashboardDbContext db,
        NoticeKind kind,
        Incident incident,
        string? by,
        CancellationToken cancellationToken
    )
    {
        var settings = await db.NoticeSettings.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        if (settings is not { TellsIncidents: true })
            return;
        var facts = new IncidentFacts(
            incident.Id,
            await BrokerageRows.NameAsync(db, incident.BrokerageId, cancellationToken)
                ?? incident.BrokerageId,
            incident.StartedAt,
            incident.EndedAt,
            incident.Breaks,
            incident.Expected,
            by,
            await db.Connections.LongCountAsync(
                c => c.BrokerageId == incident.BrokerageId && c.Health == Health.Disabled,
                cancellationToken
            )
        );
        var occasion = $"incident {incident.Id} {(kind == NoticeKind.IncidentStarted ? "started" : "ended")}";
        var content = NoticeContents.Write(facts);
        db.AddRange(TeamNotice.Compose(settings, kind, occasion, content, time.GetUtcNow()));
    }
}
