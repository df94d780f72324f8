using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Api.Idempotency;

/// <summary>Forgets answers that are not given again any more, a little at a time.</summary>
internal sealed partial class IdempotencyPruner(
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time,
    ILogger<IdempotencyPruner> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // Small enough that a request waiting for the database does not notice.
    private const int MostPerCommit = 1000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await PruneAsync(stoppingToken) == MostPerCommit) { }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    /// <returns>How many were forgotten.</returns>
    internal async Task<int> PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - IdempotentAnswers.Kept;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = await db
            .IdempotentAnswers.Where(a => a.CreatedAt < before)
            .OrderBy(a => a.CreatedAt)
            .Take(MostPerCommit)
            .ToListAsync(cancellationToken);
        db.IdempotentAnswers.RemoveRange(oldest);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node was faster with some of them.
            return 0;
        }
        return oldest.Count;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Old answers to idempotent requests could not be removed; trying again in an hour"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
