using System.Diagnostics.Metrics;
using Dashboard.Data;
using Dashboard.Data.Deliveries;
using Dashboard.Data.Events;
using Dashboard.Data.Keys;
using Dashboard.Data.Storage;
using Dashboard.Data.Work;
using Dashboard.Domain;
using Dashboard.Domain.Reconciliation;
using Dashboard.Emails.Delivery;
using Dashboard.Features.Settings.Checks;
using Dashboard.Live;
using Dashboard.Mail;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Settings.Health;

/// <summary>The verdict of this node, judged every few seconds for all circuits together.</summary>
internal sealed class HealthWatch(
    IDbContextFactory<DashboardDbContext> contexts,
    DeliveryWatch deliveries,
    CommitHealth commits,
    DatabaseClock databaseClock,
    WriterPulse writer,
    BackupKeeper backups,
    SnapTradeCheck snapTrade,
    SnapTradeOffer offer,
    DispatcherReports mail,
    IMailSender sender,
    IChangeBus bus,
    IOptions<DatabaseOptions> database,
    IOptions<SnapTradeOptions> snapTradeOptions,
    IOptions<RedisOptions> redis,
    IOptions<KeyOptions> keys,
    IMeterFactory meters,
    TimeProvider time
) : IRecurringWork
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(1);
    private readonly HealthMetrics _metrics = new(meters);

    /// <summary>Raised after the verdict changed; on any thread.</summary>
    public event Action? Changed;

    public Verdict Now { get; private set; } = new([]);

    public string Name => "health-watch";

    public TimeSpan Interval => TimeSpan.FromSeconds(3);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await JudgeAsync(stoppingToken);
        return null;
    }

    public async Task<Verdict> JudgeAsync(CancellationToken cancellationToken)
    {
        var facts = await FactsAsync(cancellationToken);
        var verdict = HealthRules.Judge(facts);
        _metrics.Judged(facts, verdict);
        Show(verdict);
        return verdict;
    }

    internal void Show(Verdict verdict)
    {
        var isSame = verdict.Parts.SequenceEqual(Now.Parts);
        Now = verdict;
        if (!isSame)
            Changed?.Invoke();
    }

    private async Task<HealthFacts> FactsAsync(CancellationToken cancellationToken)
    {
        var canCommit = await commits.CanCommitAsync(cancellationToken);
        return new HealthFacts
        {
            Now = time.GetUtcNow(),
            Deliveries = await DeliveriesAsync(cancellationToken),
            CanCommit = canCommit,
            Trouble = commits.Trouble,
            CommitP99 = writer.P99(),
            Waiting = writer.Waiting,
            Space = DatabaseSpace.Of(database),
            IsServer = database.Value.IsServer,
            DatabaseAhead = await databaseClock.AheadAsync(cancellationToken),
            Backups = backups.Now,
            LastCheck = await KnownAsync(() => LastCheckAsync(cancellationToken), cancellationToken),
            SnapTrade = snapTrade.Last,
            Gone = offer.Missing,
            IsSimulator = snapTradeOptions.Value.IsSimulator,
            ReachesPeople = sender.ReachesPeople,
            Mail = await KnownAsync(() => mail.ReadAsync(cancellationToken), cancellationToken),
            HasBus = !string.IsNullOrWhiteSpace(redis.Value.Configuration),
            IsBusConnected = bus.IsConnected,
            AreKeysWrapped = keys.Value.Certificate.IsGiven,
        };
    }

    // What was read some time ago is not known any more.
    private async Task<DeliveryState?> DeliveriesAsync(CancellationToken cancellationToken)
    {
        if (deliveries.Now is { } known && time.GetUtcNow() - known.ReadAt < KnownFor)
            return known;
        return await KnownAsync(() => deliveries.ReadAsync(cancellationToken), cancellationToken);
    }

    private async Task<SweepPass?> LastCheckAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .SweepPasses.AsNoTracking()
            .Where(p => p.Scope == PassScope.All && p.FinishedAt != null)
            .OrderByDescending(p => p.FinishedAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    // A database that does not answer is part of the verdict, and must not prevent it.
    private static async Task<T?> KnownAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
        where T : class?
    {
        try
        {
            return await read();
        }
        catch (Exception exception)
            when (!Failures.IsCancellation(exception, cancellationToken) && Failures.IsTemporary(exception))
        {
            return null;
        }
    }
}
