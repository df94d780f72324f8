using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Duplicates;

/// <summary>Remembers which connections of one user at one brokerage are separate logins.</summary>
internal sealed class DuplicateDecisions(
    IDbContextFactory<DashboardDbContext> contexts,
    IConnectionChangePublisher publisher,
    AuditWriter audit,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>Records that the newer one is a login of its own. Has no effect when that is recorded already.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task KeepBothAsync(string brokenId, string newerId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.TriageConnections);
        var isNew = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                if (await db.SeparateLogins.AnyAsync(s => s.ConnectionId == newerId, token))
                    return false;
                db.Add(
                    new SeparateLogin
                    {
                        ConnectionId = newerId,
                        DecidedBy = actor.Name,
                        DecidedAt = time.GetUtcNow(),
                    }
                );
                audit.Add(
                    db,
                    AuditActions.KeepBothConnections,
                    $"connection:{brokenId}",
                    after: new { other = newerId }
                );
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        if (isNew)
            await PublishAsync([brokenId, newerId]);
    }

    // The connections themselves did not change, but screens that show them have to read them again.
    private async Task PublishAsync(string[] ids)
    {
        await using var db = await contexts.CreateDbContextAsync();
        var connections = await db.Connections.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync();
        await publisher.PublishAsync(
            [.. connections.Select(ConnectionChange.Beside)],
            CancellationToken.None
        );
    }
}
