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
    // Counting takes longer the more users there are, and a pass has the more rounds.
    private static readonly TimeSpan CountEvery = TimeSpan.FromMinutes(5);

    private Counted? _latest;

    /// <summary>
    /// Records a round. The numbers of checked and remaining users are counted again every five minutes and by a node that
    /// takes over, because a node that ended during a round recorded nothing; in between, the round is added.
    /// <paramref name="pass"/> was read before the round.
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
        var (left, asked) = await CountAsync(db, pass, round.Asked, cancellationToken);
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

    private async Task<(long Left, long Asked)> CountAsync(
        DashboardDbContext db,
        SweepPass pass,
        int askedNow,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (_latest is { } known && known.IsLatestOf(pass) && now - known.At < CountEvery && known.At <= now)
            _latest = known with
            {
                Left = Math.Max(0, known.Left - askedNow),
                Asked = known.Asked + askedNow,
            };
        else
            _latest = new Counted(
                pass.Id,
                now,
                await SweepQueue.StillToAsk(db, pass).LongCountAsync(cancellationToken),
                await SweepQueue.Asked(db, pass).LongCountAsync(cancellationToken)
            );
        return (_latest.Left, _latest.Asked);
    }

    private sealed record Counted(long PassId, DateTimeOffset At, long Left, long Asked)
    {
        // Another node that worked on it meanwhile has recorded other numbers.
        public bool IsLatestOf(SweepPass pass) => pass.Id == PassId && pass.Checked + pass.Failed == Asked;
    }
}
