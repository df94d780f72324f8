using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks;

/// <summary>Deletes the ids of events that are too old to be accepted again.</summary>
internal sealed class ReceiptPruner(
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<WebhookOptions> options,
    TimeProvider time
) : PruningWork(contexts, "receipt-pruning", batchSize: 2000)
{
    protected override async Task<int> DeleteAsync(
        DashboardDbContext db,
        int count,
        CancellationToken cancellationToken
    )
    {
        var before = time.GetUtcNow() - options.Value.ReceiptLifetime;
        var oldest = await db
            .Receipts.OrderBy(r => r.Id)
            .Select(r => new { r.Id, r.ReceivedAt })
            .Take(count)
            .ToListAsync(cancellationToken);
        if (oldest.TakeWhile(r => r.ReceivedAt < before).LastOrDefault() is not { } last)
            return 0;
        return await db.Receipts.Where(r => r.Id <= last.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
