using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Whether this node can commit. A reachable database may still be full or locked, so the result comes from the commits of
/// events, and, when there was none within <see cref="Fresh"/>, from a probe that writes a row in the same way. Callers wait
/// for the probe no longer than <see cref="Patience"/>, and it does not run more often than once in <see cref="Fresh"/>.
/// Where several nodes write to one file, the probe may lose to other writers again and again: a commit of events during the
/// wait, or within <see cref="Patience"/>, counts as much.
/// </summary>
public sealed class CommitHealth(IDbContextFactory<DashboardDbContext> contexts)
{
    internal const string ProbeName = "commit-probe";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // A failed commit counts until one succeeds, or for this long on a node without deliveries.
    private static readonly TimeSpan FailureCounts = TimeSpan.FromSeconds(10);

    // Disks and locks need real time, whatever clock the application uses.
    private static readonly TimeProvider Real = TimeProvider.System;

    private readonly Lock _gate = new();
    private long? _committedAt;
    private long? _failedAt;
    private Task<bool>? _probe;
    private long _probedAt;

    /// <summary>What the database last said when a commit or a probe failed; null when the last one succeeded.</summary>
    public CommitTrouble? Trouble { get; private set; }

    /// <summary>Events were committed.</summary>
    public void Succeeded()
    {
        lock (_gate)
            (_committedAt, _failedAt) = (Real.GetTimestamp(), null);
        Trouble = null;
    }

    /// <summary>Events could not be committed.</summary>
    public void Failed(Exception cause)
    {
        lock (_gate)
            _failedAt = Real.GetTimestamp();
        Trouble = CommitTroubles.Of(cause);
    }

    public async Task<bool> CanCommitAsync(CancellationToken cancellationToken)
    {
        Task<bool> probe;
        TimeSpan left;
        var asked = Real.GetTimestamp();
        lock (_gate)
        {
            if (_failedAt is { } at && Real.GetElapsedTime(at) < FailureCounts)
                return false;
            if (CommittedWithin(Fresh))
                return true;
            if (_probe is null || (_probe.IsCompleted && Real.GetElapsedTime(_probedAt) >= Fresh))
                (_probe, _probedAt) = (Task.Run(ProbeAsync, CancellationToken.None), Real.GetTimestamp());
            (probe, left) = (_probe, Patience - Real.GetElapsedTime(_probedAt));
        }
        if (probe.IsCompleted)
            return await probe;
        try
        {
            if (left > TimeSpan.Zero)
                return await probe.WaitAsync(left, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Told below.
        }
        if (probe.IsCompleted)
            return await probe;
        lock (_gate)
            if (_committedAt >= asked || CommittedWithin(Patience))
                return true;
        Trouble = CommitTrouble.Waiting;
        return false;
    }

    private bool CommittedWithin(TimeSpan time) => _committedAt is { } at && Real.GetElapsedTime(at) < time;

    private async Task<bool> ProbeAsync()
    {
        try
        {
            await contexts.InTransactionAsync(WriteAsync, CancellationToken.None);
            Trouble = null;
            return true;
        }
        catch (Exception exception)
        {
            Trouble = CommitTroubles.Of(exception);
            // The writers of events log the reason.
            return false;
        }
    }

    private static async Task WriteAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var now = Real.GetUtcNow();
        var written = await db
            .WorkLeases.Where(l => l.Name == ProbeName)
            .ExecuteUpdateAsync(s => s.SetProperty(l => l.ExpiresAt, now), cancellationToken);
        if (written > 0)
            return;
        db.Add(
            new WorkLease
            {
                Name = ProbeName,
                Holder = "",
                ExpiresAt = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
    }
}
