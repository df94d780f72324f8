using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>Deletes hourly counts that are older than what is usual is learned from.</summary>
internal sealed class DeliveryCountPruner(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
    : PruningWork(contexts, "delivery-count-pruning", batchSize: 1000)
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(7 * (ArrivalHistory.Weeks + 1));

    protected override async Task<int> DeleteAsync(
        DashboardDbContext db,
        int count,
        CancellationToken cancellationToken
    )
    {
        var before = time.GetUtcNow() - KeptFor;
        // By whole hours, of which each has a few rows.
        var hours = await db
            .DeliveryCounts.Where(c => c.Hour < before)
            .OrderBy(c => c.Hour)
            .Select(c => c.Hour)
            .Take(count)
            .ToListAsync(cancellationToken);
        if (hours is not [.., var last])
            return 0;
        return await db.DeliveryCounts.Where(c => c.Hour <= last).ExecuteDeleteAsync(cancellationToken);
    }
}
