using Dashboard.Data;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>What became of the users of a round.</summary>
/// <param name="Asked">How many were asked about.</param>
/// <param name="Failed">Of them, those whose list could not be read.</param>
/// <param name="Trouble">Why nobody could be asked about, as the name of the kind of error; null: somebody could.</param>
internal sealed record RoundResult(int Asked, int Failed, string? Trouble);

/// <summary>Begins, holds and ends passes in the database, where every node sees them.</summary>
internal sealed class SweepPasses(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>Begins a pass.</summary>
    /// <param name="brokerageId">The brokerage whose users it is about; null: all users.</param>
    /// <param name="by">The operator who asks; null: the schedule does.</param>
    /// <param name="alongside">What is saved with it.</param>
    /// <param name="cancellationToken">Cancels before anything is saved.</param>
    /// <returns>False when such a pass is not finished yet: it goes on.</returns>
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
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            // Somebody else was first.
            return false;
        }
    }

    /// <summary>Begins a full pass when one is due and there is anybody to ask about.</summary>
    public async Task<bool> BeginIfDueAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        if (every == TimeSpan.Zero)
            return false;
        var since = time.GetUtcNow() - every;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            var isTooEarly = await db.SweepPasses.AnyAsync(
                p => p.Scope == PassScope.All && (p.FinishedAt == null || p.StartedAt > since),
                cancellationToken
            );
            if (isTooEarly || !await SweepQueue.Askable(db).AnyAsync(cancellationToken))
                return false;
        }
        return await BeginAsync(brokerageId: null, by: null, alongside: null, cancellationToken);
    }

    /// <summary>Whether any pass waits for somebody to run it.</summary>
    public async Task<bool> AnyToRunAsync(CancellationToken cancellationToken) =>
        await NextAsync(cancellationToken) is not null;

    /// <summary>
    /// The pass to go on with: one brokerage's before a full one, because somebody waits for it. Null: there is
    /// none, or all are paused or wait for SnapTrade.
    /// </summary>
    public async Task<SweepPass?> NextAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Unfinished(db)
            .Where(p => p.PausedAt == null && (p.RetryAt == null || p.RetryAt <= now))
            .OrderByDescending(p => p.Scope)
            .ThenBy(p => p.Id)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Pauses a pass, or lets it go on.</summary>
    /// <returns>Whether that changed anything.</returns>
    public async Task<bool> PauseAsync(
        long id,
        string? pausedBy,
        Action<DashboardDbContext, SweepPass> alongside,
        CancellationToken cancellationToken
    )
    {
        DateTimeOffset? at = pausedBy is null ? null : time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var pass = db.SweepPasses.Where(p => p.Id == id && p.FinishedAt == null);
        pass = pausedBy is null ? pass.Where(p => p.PausedAt != null) : pass.Where(p => p.PausedAt == null);
        var changed = await pass.ExecuteUpdateAsync(
            s =>
                s.SetProperty(p => p.PausedAt, at)
                    .SetProperty(p => p.PausedBy, pausedBy)
                    .SetProperty(p => p.RetryAt, (DateTimeOffset?)null),
            cancellationToken
        );
        if (changed == 0)
            return false;
        alongside(db, await db.SweepPasses.AsNoTracking().SingleAsync(p => p.Id == id, cancellationToken));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// Keeps what a round did. How many users are asked about, and left, is counted anew: a node that died in the
    /// middle of a round told nobody.
    /// </summary>
    public async Task NoteAsync(
        SweepPass pass,
        RoundResult round,
        double perMinute,
        DateTimeOffset? retryAt,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = await SweepQueue.StillToAsk(db, pass).LongCountAsync(cancellationToken);
        var asked = await SweepQueue.Asked(db, pass).LongCountAsync(cancellationToken);
        await db
            .SweepPasses.Where(p => p.Id == pass.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(p => p.Total, asked + left)
                        .SetProperty(p => p.Checked, p => asked - p.Failed - round.Failed)
                        .SetProperty(p => p.Failed, p => p.Failed + round.Failed)
                        .SetProperty(p => p.PerMinute, perMinute)
                        .SetProperty(p => p.Trouble, round.Trouble)
                        .SetProperty(p => p.RetryAt, retryAt),
                cancellationToken
            );
    }

    public async Task FinishAsync(SweepPass pass, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var asked = await SweepQueue.Asked(db, pass).LongCountAsync(cancellationToken);
        await db
            .SweepPasses.Where(p => p.Id == pass.Id && p.FinishedAt == null)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(p => p.FinishedAt, now)
                        .SetProperty(p => p.Total, asked)
                        .SetProperty(p => p.Checked, p => asked - p.Failed)
                        .SetProperty(p => p.Trouble, (string?)null)
                        .SetProperty(p => p.RetryAt, (DateTimeOffset?)null),
                cancellationToken
            );
    }

    private static IQueryable<SweepPass> Unfinished(DashboardDbContext db) =>
        db.SweepPasses.AsNoTracking().Where(p => p.FinishedAt == null);
}
