using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation;

/// <summary>Keeps names and states of brokerages, which webhooks name by id only.</summary>
internal sealed partial class BrokerageDirectory(
    IDbContextFactory<DashboardDbContext> contexts,
    ISnapTradeClient client,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<BrokerageDirectory> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Started(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Every;
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception.Message);
                pause = AfterFailure;
            }
            await Task.Delay(pause, time, stoppingToken);
        }
    }

    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var found = await client.WithPriority(CallPriority.Background).ListBrokeragesAsync(cancellationToken);
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.Brokerages.ToDictionaryAsync(
            b => b.Id,
            StringComparer.Ordinal,
            cancellationToken
        );
        foreach (var info in found.Where(b => b.Id.Length <= Limits.Id && !b.Id.EndsWith(' ')))
        {
            if (!known.TryGetValue(info.Id, out var brokerage))
                db.Add(
                    brokerage = new Brokerage
                    {
                        Id = info.Id,
                        Slug = "",
                        Name = "",
                    }
                );
            brokerage.Slug = Limits.Cut(info.Slug, Limits.Id) ?? brokerage.Slug;
            brokerage.Name = Limits.Cut(info.DisplayName ?? info.Name ?? info.Slug, Limits.Id) ?? info.Id;
            brokerage.InMaintenance = info.MaintenanceMode ?? false;
            brokerage.IsDegraded = info.IsDegraded ?? false;
            brokerage.RefreshedAt = now;
        }
        await db.SaveChangesAsync(cancellationToken);
    }

    // The simulated SnapTrade answers only once this server listens.
    private async Task Started(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var onStart = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The list of brokerages could not be read: {Reason}. Trying again in a minute"
    )]
    private static partial void LogFailed(ILogger logger, string reason);
}
