using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Data.Work;
using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Reconciliation.Drifting;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>The state that screens show live.</summary>
/// <param name="Unfinished">In the order in which they run.</param>
/// <param name="LastFull">The last full pass that finished; null: none has.</param>
public sealed record SweepState(IReadOnlyList<NamedPass> Unfinished, SweepPass? LastFull, Drift Drift)
{
    public static readonly SweepState Nothing = new([], LastFull: null, new Drift(0, 0, 0));
}

/// <summary>
/// Passes and drift, as this node knows them: read every few seconds for all circuits together, so that each node shows
/// what another one is doing.
/// </summary>
internal sealed class SweepWatch(
    IDbContextFactory<DashboardDbContext> contexts,
    DriftReader drift,
    TimeProvider time
) : IRecurringWork
{
    private static readonly TimeSpan DriftEvery = TimeSpan.FromMinutes(1);
    private DateTimeOffset _driftReadAt;

    /// <summary>Raised after something changed; on any thread.</summary>
    public event Action? Changed;

    public SweepState Now { get; private set; } = SweepState.Nothing;

    public string Name => "sweep-watch";

    public TimeSpan Interval => TimeSpan.FromSeconds(3);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await ReadAsync(stoppingToken);
        return null;
    }

    /// <summary>Reads immediately, as after a change.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var read = new SweepState(
            await ReadUnfinishedAsync(db, cancellationToken),
            await db
                .SweepPasses.AsNoTracking()
                .Where(p => p.Scope == PassScope.All && p.FinishedAt != null)
                .OrderByDescending(p => p.FinishedAt)
                .FirstOrDefaultAsync(cancellationToken),
            await ReadDriftAsync(cancellationToken)
        );
        var isSame =
            read.Drift == Now.Drift
            && read.LastFull?.Id == Now.LastFull?.Id
            && read.Unfinished.Select(Shown).SequenceEqual(Now.Unfinished.Select(Shown));
        Now = read;
        if (!isSame)
            Changed?.Invoke();
    }

    private static async Task<List<NamedPass>> ReadUnfinishedAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var unfinished = db.SweepPasses.AsNoTracking().Where(p => p.FinishedAt == null);
        var passes = await NamedPass.Of(db, unfinished).ToListAsync(cancellationToken);
        return
        [
            .. passes
                .OrderBy(p => p.Pass.PausedAt is not null)
                .ThenByDescending(p => p.Pass.Scope)
                .ThenBy(p => p.Pass.Id),
        ];
    }

    private async Task<Drift> ReadDriftAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _driftReadAt < DriftEvery)
            return Now.Drift;
        var read = await drift.ReadAsync(cancellationToken);
        _driftReadAt = now;
        return read;
    }

    private static (long, long, long, long, DateTimeOffset?, DateTimeOffset?, string?) Shown(
        NamedPass named
    ) =>
        (
            named.Pass.Id,
            named.Pass.Total,
            named.Pass.Checked,
            named.Pass.Failed,
            named.Pass.PausedAt,
            named.Pass.RetryAt,
            named.Pass.Trouble
        );
}
