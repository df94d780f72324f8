using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Work;

/// <summary>Deletes expired rows every hour, in batches so that other writers don't wait noticeably.</summary>
/// <param name="contexts">Creates the context of each batch.</param>
/// <param name="name">See <see cref="IRecurringWork.Name"/>.</param>
/// <param name="batchSize">The number of rows that one batch deletes.</param>
internal abstract class PruningWork(
    IDbContextFactory<DashboardDbContext> contexts,
    string name,
    int batchSize
) : IRecurringWork
{
    public string Name => name;
    public TimeSpan Interval => TimeSpan.FromHours(1);
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken) =>
        await PruneAsync(stoppingToken) >= batchSize ? TimeSpan.Zero : null;

    /// <summary>Deletes one batch.</summary>
    /// <returns>How many rows were deleted; at least the batch size when more may remain.</returns>
    internal async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await DeleteAsync(db, batchSize, cancellationToken);
    }

    /// <summary>Deletes the oldest expired rows.</summary>
    /// <param name="db">Used for this batch only.</param>
    /// <param name="count">About how many rows to delete at most.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>How many were deleted.</returns>
    protected abstract Task<int> DeleteAsync(
        DashboardDbContext db,
        int count,
        CancellationToken cancellationToken
    );
}
