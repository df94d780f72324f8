using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconnect;

/// <summary>Writes an event, its audit entry and a change in one transaction.</summary>
internal sealed class OperatorJournal(
    EventLog log,
    AuditWriter audit,
    CurrentOperator current,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time
)
{
    /// <summary>Records on the audit trail that a request was refused.</summary>
    /// <returns>The refusal.</returns>
    public async Task<LinkRefusal> RefuseAsync(
        LinkRefusal refusal,
        string connectionId,
        string auditAction,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(db, auditAction, $"connection:{connectionId}", $"refused: {refusal.Reason}");
        await db.SaveChangesAsync(cancellationToken);
        return refusal;
    }

    public Task RecordAsync(
        OperatorAction action,
        string auditAction,
        Func<DashboardDbContext, CancellationToken, Task>? change,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var done = new IncomingEvent
        {
            Key = action.Key,
            Type = action.EventType,
            Source = EventSource.Operator,
            UserId = action.UserId,
            ConnectionId = action.ConnectionId,
            OccurredAt = now,
            ReceivedAt = now,
            Actor = current.DisplayName,
            LinkId = action.LinkId,
        };
        return log.AppendAsync([done], SaveAsync, cancellationToken);

        async Task SaveAsync(DashboardDbContext db, CancellationToken token)
        {
            if (change is not null)
                await change(db, token);
            audit.Add(
                db,
                auditAction,
                $"connection:{action.ConnectionId}",
                before: action.Before,
                after: action.After
            );
            await db.SaveChangesAsync(token);
        }
    }
}
