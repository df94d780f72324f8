using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks;

/// <summary>Forgets the ids of events that are too old to be accepted again, a little at a time.</summary>
internal sealed partial class ReceiptPruner(
    IDbContextFactory<DashboardDbContext> contexts,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<ReceiptPruner> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    // Small enough that a delivery waiting for the database does not notice.
    private const int MostPerCommit = 2000;

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
        var before = time.GetUtcNow() - options.Value.ReceiptLifetime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = await db
            .Receipts.OrderBy(r => r.Id)
            .Select(r => new { r.Id, r.ReceivedAt })
            .Take(MostPerCommit)
            .ToListAsync(cancellationToken);
        if (oldest.TakeWhile(r => r.ReceivedAt < before).LastOrDefault() is not { } last)
            return 0;
        return await db.Receipts.Where(r => r.Id <= last.Id).ExecuteDeleteAsync(cancellationToken);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Old receipts could not be removed; trying again in an hour"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
