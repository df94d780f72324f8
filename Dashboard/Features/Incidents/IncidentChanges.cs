using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <summary>Declares and ends incidents for operators, which holds and releases e-mails to a brokerage's customers.</summary>
internal sealed class IncidentChanges(
    IDbContextFactory<DashboardDbContext> contexts,
    IncidentLog log,
    IncidentWatch watch,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <returns>False when the brokerage has an open incident already or is unknown.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> DeclareAsync(string brokerageId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        if (await FindNameAsync(brokerageId, cancellationToken) is not { } name)
            return false;
        var now = time.GetUtcNow();
        var declared = await log.OpenAsync(
            new IncidentOpening(brokerageId, now, Breaks: 0, Expected: 0, LastBreakAt: now, actor.Name),
            (db, incident) =>
                audit.Add(
                    db,
                    AuditActions.DeclareIncident,
                    $"incident:{incident.Id}",
                    after: new { Brokerage = name }
                ),
            cancellationToken
        );
        await watch.ReadAsync(cancellationToken);
        return declared is not null;
    }

    /// <returns>False when the incident had ended before.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<bool> EndAsync(string id, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        var ended = await log.EndAsync(
            id,
            actor.Name,
            (db, incident) =>
                audit.Add(
                    db,
                    AuditActions.EndIncident,
                    $"incident:{id}",
                    before: new { EndedAt = (DateTimeOffset?)null },
                    after: new { incident.EndedAt }
                ),
            cancellationToken
        );
        await watch.ReadAsync(cancellationToken);
        return ended;
    }

    private async Task<string?> FindNameAsync(string brokerageId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await BrokerageRows.NameAsync(db, brokerageId, cancellationToken);
    }
}
