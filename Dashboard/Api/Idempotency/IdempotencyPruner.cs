using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Api.Idempotency;

/// <summary>Deletes expired responses.</summary>
internal sealed class IdempotencyPruner(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
    : PruningWork(contexts, "idempotency-pruner", batchSize: 1000)
{
    protected override async Task<int> DeleteAsync(
        DashboardDbContext db,
        int count,
        CancellationToken cancellationToken
    )
    {
        var before = time.GetUtcNow() - IdempotentAnswers.Kept;
        var oldest = await db
            .IdempotentAnswers.Where(a => a.CreatedAt < before)
            .OrderBy(a => a.CreatedAt)
            .Select(a => a.CreatedAt)
            .Take(count)
            .ToListAsync(cancellationToken);
        if (oldest is not [.., var last])
            return 0;
        return await db
            .IdempotentAnswers.Where(a => a.CreatedAt <= last)
            .ExecuteDeleteAsync(cancellationToken);
    }
}
