using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Sessions;

/// <summary>Deletes expired sessions; the audit trail keeps the sign-ins.</summary>
internal sealed class SessionPruner(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
    : PruningWork(contexts, "session-pruner", batchSize: 1000)
{
    protected override async Task<int> DeleteAsync(
        DashboardDbContext db,
        int count,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var ids = await db
            .OperatorSessions.Where(s => s.ExpiresAt <= now)
            .Select(s => s.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return await db
            .OperatorSessions.Where(s => ids.Contains(s.Id) && s.ExpiresAt <= now)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
