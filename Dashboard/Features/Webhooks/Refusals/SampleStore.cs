using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Deliveries;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>
/// Stores refused deliveries in one transaction. One that the database does not accept, while it accepts others, is dropped, so
/// that it does not keep the rest out for ever.
/// </summary>
internal sealed partial class SampleStore(
    IDbContextFactory<DashboardDbContext> contexts,
    CommitHealth commits,
    ILogger<SampleStore> logger
)
{
    /// <summary>Removes from <paramref name="waiting"/> what is done with; what remains after a failure can be tried again.</summary>
    public async Task StoreAsync(
        List<(RefusalSample Sample, RefusedDelivery Row)> waiting,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await AddAsync([.. waiting.Select(w => w.Row)], cancellationToken);
            waiting.Clear();
            return;
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, cancellationToken))
        {
            // Whether it is the database or one of them is found out one by one.
        }
        while (waiting is [var next, ..])
        {
            await StoreOneAsync(next.Row, cancellationToken);
            waiting.RemoveAt(0);
        }
    }

    private async Task StoreOneAsync(RefusedDelivery row, CancellationToken cancellationToken)
    {
        try
        {
            await AddAsync([row], cancellationToken);
        }
        catch (Exception exception) when (!Failures.IsCancellation(exception, cancellationToken))
        {
            if (
                CommitTroubles.Of(exception) != CommitTrouble.Unknown
                || !await commits.CanCommitAsync(cancellationToken)
            )
                throw;
            LogDropped(logger, exception, row.Reason, row.ReceivedAt);
        }
    }

    private Task AddAsync(IReadOnlyList<RefusedDelivery> rows, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                db.AddRange(rows);
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    [LoggerMessage(
        LogLevel.Error,
        "A refused delivery ({Reason}, received at {ReceivedAt:O}) can't be stored and is only counted"
    )]
    private static partial void LogDropped(
        ILogger logger,
        Exception exception,
        string reason,
        DateTimeOffset receivedAt
    );
}
