using Dashboard.Data;
using Dashboard.Live;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation;

/// <summary>
/// Checks connections whose events can't tell their health. The flag on the connection is the queue, so
/// that no restart loses a request; a claim in the database keeps two nodes from asking twice.
/// </summary>
internal sealed partial class VerificationQueue(
    IDbContextFactory<DashboardDbContext> contexts,
    ConnectionVerifier verifier,
    ConnectionFeed feed,
    TimeProvider time,
    ILogger<VerificationQueue> logger
) : BackgroundService
{
    // An attempt that succeeded is mostly followed by CONNECTION_FIXED, which answers the question for free.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(15);

    // Longer than a check may wait for its turn: while SnapTrade has us pause, that is five minutes.
    private static readonly TimeSpan ClaimFor = TimeSpan.FromMinutes(6);
    private const int MostAtOnce = 20;

    private readonly SemaphoreSlim _news = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(Notice);
        while (!stoppingToken.IsCancellationRequested)
        {
            await _news.WaitAsync(LookEvery, stoppingToken);
            await Task.Delay(Patience, time, stoppingToken);
            try
            {
                while (await RunOnceAsync(stoppingToken) == MostAtOnce) { }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    /// <returns>How many connections were due.</returns>
    internal async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        foreach (var connectionId in due)
        {
            if (await ClaimAsync(connectionId, cancellationToken))
                await verifier.VerifyAsync(connectionId, CallPriority.Verification, cancellationToken);
        }
        return due.Count;
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    private async Task<List<string>> DueAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Connections.Where(c => c.AwaitingVerification && (c.VerifyAfter == null || c.VerifyAfter <= now))
            .Where(c =>
                db.SnapTradeUsers.Any(u =>
                    u.Id == c.UserId && u.ProtectedSecret != null && u.SecretRefusedAt == null
                )
            )
            .OrderBy(c => c.VerifyAfter)
            .ThenBy(c => c.Health)
            .Select(c => c.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> ClaimAsync(string connectionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var until = now + ClaimFor;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var claimed = await db
            .Connections.Where(c =>
                c.Id == connectionId
                && c.AwaitingVerification
                && (c.VerifyAfter == null || c.VerifyAfter <= now)
            )
            .ExecuteUpdateAsync(s => s.SetProperty(c => c.VerifyAfter, until), cancellationToken);
        return claimed == 1;
    }

    private Task Notice(FeedUpdate update)
    {
        if (update.MustReread || update.Changes.Any(c => c.AwaitingVerification))
            Wake();
        return Task.CompletedTask;
    }

    private void Wake()
    {
        if (_news.CurrentCount == 0)
            _news.Release();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Checks of connections failed; trying again shortly")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
