using Dashboard.Data;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks;

/// <summary>Deletes the ids of events that are too old to be accepted again, a few per transaction.</summary>
internal sealed class ReceiptPruner(
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<WebhookOptions> options,
    TimeProvider time
) : IRecurringWork
{
    // Few enough that a delivery does not wait noticeably for the database.
    private const int MaxPerCommit = 2000;

    public string Name => "receipt-pruning";

    public TimeSpan Interval => TimeSpan.FromHours(1);

    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken) =>
        await PruneAsync(stoppingToken) == MaxPerCommit ? TimeSpan.Zero : null;

    /// <returns>How many were deleted.</returns>
    internal async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - options.Value.ReceiptLifetime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = await db
            .Receipts.OrderBy(r => r.Id)
            .Select(r => new { r.Id, r.ReceivedAt })
            .Take(MaxPerCommit)
            .ToListAsync(cancellationToken);
        if (oldest.TakeWhile(r => r.ReceivedAt < before).LastOrDefault() is not { } last)
            return 0;
        return await db.Receipts.Where(r => r.Id <= last.Id).ExecuteDeleteAsync(cancellationToken);
    }
}
