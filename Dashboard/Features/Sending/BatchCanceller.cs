using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Sending;

/// <summary>Stops what a batch has not sent yet.</summary>
internal sealed class BatchCanceller(
    CurrentOperator current,
    AuditWriter audit,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time
)
{
    // SQL Server locks a whole table rather than more than 5,000 of its rows, and then the dispatcher waits too.
    private const int Piece = 2_000;

    private const int Tries = 5;

    /// <summary>Cancels all that wait; what a dispatcher has in hand goes out.</summary>
    /// <returns>How many were cancelled; null when there is no such batch.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int?> CancelAsync(string batchId, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var batch = await db.EmailBatches.SingleOrDefaultAsync(
                    b => b.Id == batchId,
                    cancellationToken
                );
                if (batch is null)
                    return null;
                var cancelled = await CancelWaitingAsync(db, batchId, cancellationToken);
                batch.Cancel(actor.Name, time.GetUtcNow());
                audit.Add(db, AuditActions.CancelEmailBatch, $"batch:{batchId}", after: new { cancelled });
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                return cancelled;
            }
            catch (Exception exception) when (attempt < Tries && db.IsTransient(exception))
            {
                // A deadlock with a dispatcher: nothing was cancelled, so it begins again.
            }
        }
    }

    private async Task<int> CancelWaitingAsync(
        DashboardDbContext db,
        string batchId,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset? now = time.GetUtcNow();
        var (all, piece) = (0, 0);
        do
        {
            piece = await Waiting(db, batchId)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(e => e.State, EmailState.Cancelled).SetProperty(e => e.FinishedAt, now),
                    cancellationToken
                );
            all += piece;
        } while (piece == Piece);
        return all;
    }

    internal static IQueryable<Email> Waiting(DashboardDbContext db, string batchId) =>
        db
            .Emails.Where(e => e.BatchId == batchId && e.State == EmailState.Queued)
            .OrderBy(e => e.Id)
            .Take(Piece);
}
