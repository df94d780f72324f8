using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Reconciliation;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>
/// Works off passes, on one node of all: whoever holds the lease goes on where the last one left off. What
/// a pass has still to do is in the database, so that nothing is lost with a node.
/// </summary>
internal sealed partial class SweepRunner(
    IDbContextFactory<DashboardDbContext> contexts,
    SweepPasses passes,
    SweepRound round,
    SnapTradeRateBudget budget,
    WorkLeases leases,
    TimeProvider time,
    ILogger<SweepRunner> logger
) : BackgroundService
{
    internal const string Lease = "sweep";
    internal static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    // Large enough to keep all calls busy.
    private const int MostUsersARound = 24;

    // A pause takes hold between rounds: a round takes so long at most.
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(6);

    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly SweepPace _pace = new();
    private SweepQueue? _queue;
    private int _troubledRounds;

    /// <summary>Looks at once: a pass was begun or may go on.</summary>
    public void Wake()
    {
        lock (_news)
        {
            if (_news.CurrentCount == 0)
                _news.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await leases.ReleaseAsync(Lease, cancellationToken);
        }
        catch (Exception exception)
            when (exception is DbException or OperationCanceledException or ObjectDisposedException)
        {
            // It runs out by itself.
        }
    }

    public override void Dispose()
    {
        _news.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _news.WaitAsync(LookEvery, stoppingToken);
            try
            {
                _pace.Begin(time.GetUtcNow());
                while (await RunRoundAsync(stoppingToken)) { }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, exception);
            }
        }
    }

    /// <summary>Asks about the next users of a pass, or ends it when there are none.</summary>
    /// <returns>False when there is nothing to do for this node.</returns>
    internal async Task<bool> RunRoundAsync(CancellationToken cancellationToken)
    {
        if (
            !await passes.AnyToRunAsync(cancellationToken)
            || !await leases.HoldAsync(Lease, LeaseFor, cancellationToken)
            || await passes.NextAsync(cancellationToken) is not { } pass
        )
            return false;
        var users = await NextUsersAsync(pass, cancellationToken);
        if (users.Count == 0)
            await passes.FinishAsync(pass, cancellationToken);
        else
            await AskAsync(pass, users, cancellationToken);
        return true;
    }

    private async Task<List<string>> NextUsersAsync(SweepPass pass, CancellationToken cancellationToken)
    {
        if (_queue?.PassId != pass.Id)
            _queue = new SweepQueue(pass);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // While SnapTrade is in trouble, one user is enough to see whether it still is.
        return await _queue.NextAsync(db, pass.Trouble is null ? UsersARound() : 1, cancellationToken);
    }

    private int UsersARound() =>
        (int)Math.Clamp(budget.BackgroundPerMinute * LongestRound.TotalMinutes, 1, MostUsersARound);

    private async Task AskAsync(SweepPass pass, List<string> users, CancellationToken cancellationToken)
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var keeper = time.CreateTimer(
            _ => _ = KeepAsync(lost),
            state: null,
            RenewEvery,
            RenewEvery
        );
        var result = await round.RunAsync(pass, users, lost.Token);
        var now = time.GetUtcNow();
        _pace.Note(now, result.Asked);
        _troubledRounds = result.Trouble is null ? 0 : _troubledRounds + 1;
        await passes.NoteAsync(
            pass,
            result,
            _pace.PerMinute(now, budget.BackgroundPerMinute),
            result.Trouble is null ? null : now + RetryAfter(_troubledRounds),
            cancellationToken
        );
    }

    // A round may outlast the lease when SnapTrade has us slow down. Whoever lost it leaves the rest to its new holder.
    private async Task KeepAsync(CancellationTokenSource lost)
    {
        try
        {
            if (!await leases.HoldAsync(Lease, LeaseFor, lost.Token))
                await lost.CancelAsync();
        }
        catch (Exception exception)
            when (exception is DbException or OperationCanceledException or ObjectDisposedException)
        {
            // The round is over, or the next try may succeed in time.
        }
    }

    private static TimeSpan RetryAfter(int rounds)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(rounds, 10) - 1);
        return wait < LongestRetry ? wait : LongestRetry;
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Comparing users with SnapTrade failed; going on in a few seconds"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
