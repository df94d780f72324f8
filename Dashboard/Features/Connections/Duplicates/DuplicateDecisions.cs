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
    /// <summary>Says that both are wanted: the newer one is a login of its own. Saying it twice is the same as once.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task KeepBothAsync(string brokenId, string newerId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.TriageConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.SeparateLogins.AnyAsync(s => s.ConnectionId == newerId, cancellationToken))
            return;
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
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            // Somebody said so in the same moment.
            return;
        }
        await transaction.CommitAsync(cancellationToken);
        await TellAsync(db, [brokenId, newerId]);
    }

    // Nothing of the connections changed, but everybody who shows them has to read them again.
    private async Task TellAsync(DashboardDbContext db, string[] ids)
    {
        var connections = await db.Connections.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync();
        await publisher.PublishAsync(
            [.. connections.Select(ConnectionChange.Beside)],
            CancellationToken.None
        );
    }
}
