using Dashboard.Data;
using Dashboard.Domain.Reconciliation;
using Dashboard.Features.Reconciliation.Drifting;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Reconciliation;

/// <param name="Brokerage">The brokerage's name; null for a full pass.</param>
public sealed record NamedPass(SweepPass Pass, string? Brokerage);

/// <summary>What goes on.</summary>
/// <param name="Unfinished">In the order in which they are worked off.</param>
/// <param name="LastFull">The last full pass that is through; null: there was none.</param>
public sealed record SweepNow(IReadOnlyList<NamedPass> Unfinished, SweepPass? LastFull, Drift Drift)
{
    public static readonly SweepNow Nothing = new([], LastFull: null, new Drift(0, 0, 0));
}

/// <summary>
/// Passes and drift, as this node knows them: read every few seconds for all circuits together, so that each node
/// shows what another is doing.
/// </summary>
internal sealed partial class SweepWatch(
    IDbContextFactory<DashboardDbContext> contexts,
    DriftReader drift,
    TimeProvider time,
    ILogger<SweepWatch> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DriftEvery = TimeSpan.FromMinutes(1);
    private DateTimeOffset _driftReadAt;

    /// <summary>Raised after something changed; on any thread.</summary>
    public event Action? Changed;

    public SweepNow Now { get; private set; } = SweepNow.Nothing;

    /// <summary>Reads now, as whoever changes something does.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        var read = new SweepNow(
            await ReadUnfinishedAsync(cancellationToken),
            await ReadLastFullAsync(cancellationToken),
            await ReadDriftAsync(cancellationToken)
        );
        var isSame =
            read.Drift == Now.Drift
            && read.LastFull?.Id == Now.LastFull?.Id
            && read.Unfinished.Select(Seen).SequenceEqual(Now.Unfinished.Select(Seen));
        Now = read;
        if (!isSame)
            Changed?.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Names what passes are about, the latest first.</summary>
    internal static IQueryable<NamedPass> WithBrokerage(
        DashboardDbContext db,
        IQueryable<SweepPass> passes
    ) =>
        from pass in passes
        join b in db.Brokerages.AsNoTracking() on pass.BrokerageId equals b.Id into brokerages
        from brokerage in brokerages.DefaultIfEmpty()
        orderby pass.Id descending
        select new NamedPass(
            pass,
            brokerage != null ? brokerage.Name
                : pass.BrokerageId == "" ? null
                : pass.BrokerageId
        );

    private async Task<List<NamedPass>> ReadUnfinishedAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var unfinished = await WithBrokerage(
                db,
                db.SweepPasses.AsNoTracking().Where(p => p.FinishedAt == null)
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. unfinished
                .OrderBy(p => p.Pass.PausedAt is not null)
                .ThenByDescending(p => p.Pass.Scope)
                .ThenBy(p => p.Pass.Id),
        ];
    }

    private async Task<SweepPass?> ReadLastFullAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .SweepPasses.AsNoTracking()
            .Where(p => p.Scope == PassScope.All && p.FinishedAt != null)
            .OrderByDescending(p => p.FinishedAt)
            .FirstOrDefaultAsync(cancellationToken);
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

    private static (long, long, long, long, DateTimeOffset?, DateTimeOffset?, string?) Seen(
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

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The state of the comparison with SnapTrade could not be read; trying again in a few seconds"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
