using Dashboard.Data.Outcomes;
using Dashboard.Data.Work;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Data.Storage;

/// <summary>What was stored at a moment.</summary>
/// <param name="Bytes">Of the database and its log; 0 for a server.</param>
/// <param name="Rows">By what they are, "Connections"; counted or kept.</param>
/// <param name="Events">By type.</param>
public sealed record StorageSample(
    DateTimeOffset At,
    long Bytes,
    IReadOnlyDictionary<string, long> Rows,
    IReadOnlyDictionary<string, long> Events
);

/// <summary>Measures every ten minutes what is stored, and keeps the last measurement of each day, from which growth is known.</summary>
public sealed class StorageKeeper(
    IDbContextFactory<DashboardDbContext> contexts,
    KeptFigures kept,
    IOptions<DatabaseOptions> database,
    TimeProvider time
) : IRecurringWork
{
    public const string Prefix = "storage/";
    private const int DaysPerRun = 30;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(60);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    public string Name => "storage-figures";
    public TimeSpan Interval => TimeSpan.FromMinutes(10);
    public bool OnOneNode => true;

    // A history that is imported at the start is counted after it is complete.
    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (await EventTotals.CountDaysAsync(contexts, kept, now, DaysPerRun, stoppingToken))
            return Soon;
        await MeasureAsync(stoppingToken);
        await using var db = await contexts.CreateDbContextAsync(stoppingToken);
        var oldest = now - Kept;
        await db.Set<KeptFigure>()
            .Where(f => f.Id.StartsWith(Prefix) && f.AsOf < oldest)
            .ExecuteDeleteAsync(stoppingToken);
        return null;
    }

    public async Task<StorageSample> MeasureAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var events = await EventTotals.StoredAsync(contexts, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AllowLongReading();
        var space = DatabaseSpace.Of(database);
        var sample = new StorageSample(
            now,
            space is null ? 0 : space.Database + space.Log,
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["Connections"] = await db.HealthCounts.SumAsync(c => c.Total, cancellationToken),
                ["Users"] = await db.SnapTradeUsers.LongCountAsync(cancellationToken),
                ["Breaks"] = await db.Episodes.LongCountAsync(cancellationToken),
                ["E-mails"] = await db.Emails.LongCountAsync(cancellationToken),
                ["Reconnect links"] = await db.ReconnectLinks.LongCountAsync(cancellationToken),
                // Numbered without gaps, and deleted from the oldest on.
                ["Audit entries"] = await db.AuditHeads.SumAsync(h => h.LastNumber, cancellationToken),
                ["Ids of webhooks"] = await SpanAsync(
                    db.Receipts.Select(r => (long?)r.Id),
                    cancellationToken
                ),
            },
            events
        );
        var id = KeptFigures.DayId(Prefix, now);
        await kept.ReplaceAsync(id, [KeptFigures.Of(id, now, sample)], cancellationToken);
        return sample;
    }

    /// <summary>The last measurement of each day, oldest first.</summary>
    public async Task<IReadOnlyList<StorageSample>> SamplesAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var samples = await EventTotals.ReadAsync<StorageSample>(db, Prefix, cancellationToken);
        return [.. samples.Values.OrderBy(s => s.At)];
    }

    private static async Task<long> SpanAsync(IQueryable<long?> ids, CancellationToken cancellationToken)
    {
        var first = await ids.MinAsync(cancellationToken);
        var last = await ids.MaxAsync(cancellationToken);
        return first is null ? 0 : last!.Value - first.Value + 1;
    }
}
