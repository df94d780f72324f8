using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>Starts, pauses and finds passes in the database, where every node sees them.</summary>
internal sealed class SweepPasses(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>Starts a pass.</summary>
    /// <param name="brokerageId">The brokerage whose users to check; null: all users.</param>
    /// <param name="by">The operator; null: the schedule.</param>
    /// <param name="alongside">Adds rows that are saved with the pass.</param>
    /// <param name="cancellationToken">Cancels before the pass is saved.</param>
    /// <returns>False when such a pass is unfinished.</returns>
    public async Task<bool> BeginAsync(
        string? brokerageId,
        string? by,
        Action<DashboardDbContext>? alongside,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var scope = brokerageId is null ? PassScope.All : PassScope.Brokerage;
        if (
            await Unfinished(db)
                .AnyAsync(p => p.Scope == scope && p.BrokerageId == (brokerageId ?? ""), cancellationToken)
        )
            return false;
        db.Add(
            new SweepPass
            {
                Scope = scope,
                BrokerageId = brokerageId ?? "",
                StartedAt = time.GetUtcNow(),
                StartedBy = by,
            }
        );
        alongside?.Invoke(db);
        return await db.TrySaveAsync(cancellationToken);
    }

    /// <summary>Starts a full pass when one is due and a user can be checked.</summary>
    public async Task<bool> BeginIfDueAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        if (every == TimeSpan.Zero)
            return false;
        var now = time.GetUtcNow();
        var (since, latest) = (now - every, now + OutsideTime.MaxAhead);
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var isTooEarly = await db.SweepPasses.AnyAsync(
                p =>
                    p.Scope == PassScope.All
                    && (p.FinishedAt == null || (p.StartedAt > since && p.StartedAt <= latest)),
                cancellationToken
            );
            if (isTooEarly)
                return false;
            await ForgetFutureAsync(db, latest, cancellationToken);
            if (!await SweepQueue.Askable(db).AnyAsync(cancellationToken))
                return false;
        }
        return await BeginAsync(brokerageId: null, by: null, alongside: null, cancellationToken);
    }

    // A pass skips users checked since it began, and a clock that was ahead could have marked all users as checked.
    private static Task ForgetFutureAsync(
        DashboardDbContext db,
        DateTimeOffset latest,
        CancellationToken cancellationToken
    ) =>
        db
            .SnapTradeUsers.Where(u => u.CheckTriedAt > latest)
            .ExecuteUpdateAsync(
                s => s.SetProperty(u => u.CheckTriedAt, (DateTimeOffset?)null),
                cancellationToken
            );

    /// <summary>
    /// The pass to continue: one brokerage's before a full one, because an operator waits for it. Null: there is none, or
    /// all are paused or wait for SnapTrade.
    /// </summary>
    public async Task<SweepPass?> NextAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var latest = now + CheckPause.Longest + OutsideTime.MaxAhead;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Unfinished(db)
            .Where(p => p.PausedAt == null && (p.RetryAt == null || p.RetryAt <= now || p.RetryAt > latest))
            .OrderByDescending(p => p.Scope)
            .ThenBy(p => p.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Pauses or continues a pass.</summary>
    /// <returns>Whether the pass was in the other state.</returns>
    public async Task<bool> PauseAsync(
        long id,
        string? pausedBy,
        Action<DashboardDbContext> alongside,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset? at = pausedBy is null ? null : time.GetUtcNow();
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var pass = db.SweepPasses.Where(p => p.Id == id && p.FinishedAt == null);
                pass = pausedBy is null
                    ? pass.Where(p => p.PausedAt != null)
                    : pass.Where(p => p.PausedAt == null);
                var changed = await pass.ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(p => p.PausedAt, at)
                            .SetProperty(p => p.PausedBy, pausedBy)
                            .SetProperty(p => p.RetryAt, (DateTimeOffset?)null),
                    token
                );
                if (changed == 0)
                    return false;
                alongside(db);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    private static IQueryable<SweepPass> Unfinished(DashboardDbContext db) =>
        db.SweepPasses.AsNoTracking().Where(p => p.FinishedAt == null);
}
