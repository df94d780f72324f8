using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Api.Idempotency;

/// <summary>Deletes expired responses, one batch per run.</summary>
internal sealed class IdempotencyPruner(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
    : IRecurringWork
{
    // Small enough not to delay requests that wait for the database.
    private const int MaxPerCommit = 1000;

    public string Name => "idempotency-pruner";
    public TimeSpan Interval => TimeSpan.FromHours(1);
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken) =>
        await PruneAsync(stoppingToken) == MaxPerCommit ? TimeSpan.Zero : null;

    /// <returns>How many answers were deleted.</returns>
    internal async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - IdempotentAnswers.Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = await db
            .IdempotentAnswers.Where(a => a.CreatedAt < before)
            .OrderBy(a => a.CreatedAt)
            .Take(MaxPerCommit)
            .ToListAsync(cancellationToken);
        db.IdempotentAnswers.RemoveRange(oldest);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node has deleted some of them.
            return 0;
        }
        return oldest.Count;
    }
}
