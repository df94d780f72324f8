using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>Writes down once a minute, and when the process ends, which keys were used and when.</summary>
internal sealed partial class ApiKeyUse(
    ApiKeys keys,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time,
    ILogger<ApiKeyUse> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await WriteAsync(stoppingToken);
    }

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var uses = keys.TakeUses();
        if (uses.Count == 0)
            return;
        try
        {
            await SaveAsync(uses, cancellationToken);
        }
        catch (Exception exception)
        {
            foreach (var (id, at) in uses)
                keys.ReturnUse(id, at);
            if (exception is not OperationCanceledException)
                LogUnwritten(logger, exception);
        }
    }

    private async Task SaveAsync(
        IReadOnlyList<(string Id, DateTimeOffset At)> uses,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var (id, at) in uses)
        {
            // Another node may have seen a later use.
            await db
                .ApiKeys.Where(k => k.Id == id && (k.LastUsedAt == null || k.LastUsedAt < at))
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.LastUsedAt, at), cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Could not write down which API keys were used; trying again in a minute"
    )]
    private static partial void LogUnwritten(ILogger logger, Exception exception);
}
