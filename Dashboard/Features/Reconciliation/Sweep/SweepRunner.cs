using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Reconciliation;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>
/// Works through passes, on one node of several. What a pass still has to do is in the database, so another node
/// continues where the last one stopped.
/// </summary>
internal sealed class SweepRunner(
    IDbContextFactory<DashboardDbContext> contexts,
    SweepPasses passes,
    SweepProgress progress,
    SweepRound round,
    SnapTradeRateBudget budget,
    TimeProvider time
) : IRecurringWork, IDisposable
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromMinutes(5);

    // Large enough to keep all calls busy.
    private const int MaxUsersPerRound = 24;

    // A pause takes effect between rounds, so a round must be short.
    private static readonly TimeSpan MaxRound = TimeSpan.FromSeconds(6);

    private readonly SweepPace _pace = new();
    private SweepQueue? _queue;
    private int _troubledRounds;

    public string Name => "sweep";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public bool OnOneNode => true;

    /// <summary>Wake it after a pass was started or continued.</summary>
    public WakeSignal Signal { get; } = new();

    public void Dispose() => Signal.Dispose();

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        _pace.Begin(time.GetUtcNow());
        while (await RunRoundAsync(lease, stoppingToken)) { }
        return null;
    }

    /// <summary>Checks the next users of a pass, or ends the pass when there are none.</summary>
    /// <returns>False when this node has nothing to do.</returns>
    internal async Task<bool> RunRoundAsync(Lease lease, CancellationToken cancellationToken)
    {
        if (
            !await lease.HoldAsync(cancellationToken)
            || await passes.NextAsync(cancellationToken) is not { } pass
        )
            return false;
        var users = await NextUsersAsync(pass, cancellationToken);
        if (users.Count == 0)
            await progress.FinishAsync(pass, cancellationToken);
        else
            await CheckAsync(lease, pass, users, cancellationToken);
        return true;
    }

    private async Task<List<string>> NextUsersAsync(SweepPass pass, CancellationToken cancellationToken)
    {
        if (_queue?.PassId != pass.Id)
            _queue = new SweepQueue(pass);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // While SnapTrade is in trouble, one user is enough to find out whether it still is.
        return await _queue.NextAsync(db, pass.Trouble is null ? UsersPerRound() : 1, cancellationToken);
    }

    private int UsersPerRound() =>
        (int)Math.Clamp(budget.BackgroundPerMinute * MaxRound.TotalMinutes, 1, MaxUsersPerRound);

    private async Task CheckAsync(
        Lease lease,
        SweepPass pass,
        List<string> users,
        CancellationToken cancellationToken
    )
    {
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var keeper = time.CreateTimer(
            _ => _ = KeepAsync(lease, lost),
            state: null,
            WorkLeases.LookEvery,
            WorkLeases.LookEvery
        );
        var result = await round.RunAsync(pass, users, lost.Token);
        var now = time.GetUtcNow();
        _pace.Note(now, result.Asked);
        _troubledRounds = result.Trouble is null ? 0 : _troubledRounds + 1;
        await progress.NoteAsync(
            pass,
            result,
            _pace.PerMinute(now, budget.BackgroundPerMinute),
            result.Trouble is null ? null : now + RetryAfter(_troubledRounds),
            cancellationToken
        );
    }

    // A round may outlast the lease when SnapTrade throttles. A node that lost it leaves the rest to the new holder.
    private static async Task KeepAsync(Lease lease, CancellationTokenSource lost)
    {
        try
        {
            if (!await lease.HoldAsync(lost.Token))
                await lost.CancelAsync();
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or ObjectDisposedException
                || Failures.IsTemporary(exception)
            )
        {
            // The round is over, or the next attempt may succeed in time.
        }
    }

    private static TimeSpan RetryAfter(int rounds)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(rounds, 10) - 1);
        return wait < MaxRetry ? wait : MaxRetry;
    }
}
