using Dashboard.Data;
using Dashboard.Domain.Reconciliation;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>What became of the users of a round.</summary>
/// <param name="Asked">How many were checked, successfully or not.</param>
/// <param name="Failed">Of them, those whose list could not be read.</param>
/// <param name="Trouble">The kind of error that kept every check from an answer; null: there was an answer.</param>
internal sealed record RoundResult(int Asked, int Failed, string? Trouble);

/// <summary>Records how far a pass is.</summary>
internal sealed class SweepProgress(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Records a round. The numbers of checked and remaining users are counted again, because a node that ended during a
    /// round recorded nothing.
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
                        // A pass that compared no user must not look like one that found no differences.
                        .SetProperty(p => p.Trouble, p => asked > p.Failed ? null : p.Trouble)
                        .SetProperty(p => p.RetryAt, (DateTimeOffset?)null),
                cancellationToken
            );
    }
}
