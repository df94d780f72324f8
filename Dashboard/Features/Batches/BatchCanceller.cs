using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Batches;

/// <summary>Cancels the queued e-mails of a batch.</summary>
internal sealed class BatchCanceller(
    CurrentOperator current,
    AuditWriter audit,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time
)
{
    // SQL Server locks the whole table instead of more than 5,000 rows, which would block the dispatcher.
    private const int RowsPerUpdate = 2_000;

    /// <summary>Cancels all queued e-mails. E-mails that are being sent go out.</summary>
    /// <returns>The number cancelled; null when there is no such batch.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int?> CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var batch = await db.EmailBatches.SingleOrDefaultAsync(b => b.Id == batchId, token);
                if (batch is null)
                    return (int?)null;
                var cancelled = await CancelQueuedAsync(db, batchId, token);
                batch.Cancel(actor.Name, time.GetUtcNow());
                audit.Add(db, AuditActions.CancelEmailBatch, $"batch:{batchId}", after: new { cancelled });
                await db.SaveChangesAsync(token);
                return cancelled;
            },
            cancellationToken
        );
    }

    private async Task<int> CancelQueuedAsync(
        DashboardDbContext db,
        string batchId,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset? now = time.GetUtcNow();
        var (total, updated) = (0, 0);
        do
        {
            updated = await Queued(db, batchId)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(e => e.State, EmailState.Cancelled).SetProperty(e => e.FinishedAt, now),
                    cancellationToken
                );
            total += updated;
        } while (updated == RowsPerUpdate);
        return total;
    }

    internal static IQueryable<Email> Queued(DashboardDbContext db, string batchId) =>
        db
            .Emails.Where(e => e.BatchId == batchId && e.State == EmailState.Queued)
            .OrderBy(e => e.Id)
            .Take(RowsPerUpdate);
}
