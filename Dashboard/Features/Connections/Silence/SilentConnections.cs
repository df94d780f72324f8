using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Silence;

/// <summary>
/// Finds healthy connections whose usual data does not arrive, and marks them. Reads all connections in small steps, since an
/// index by the last data would be written with each data event, the most frequent of all; only the marks have one. New data
/// clears a mark at once. On one node of several.
/// </summary>
internal sealed class SilentConnections(
    IDbContextFactory<DashboardDbContext> contexts,
    IConnectionChangePublisher publisher,
    SilenceMetrics metrics,
    TimeProvider time
) : IRecurringWork
{
    private const int AtOnce = 2000;
    private const int MarkedAtOnce = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // By brokerage: of how many connections the rhythm is known, and how many have a daily one.
    // Null until all were looked at once: until then no mark that depends on it is taken back.
    private Dictionary<string, (int Daily, int Known)>? _usual;

    public string Name => "silent-connections";

    public TimeSpan Interval => TimeSpan.FromMinutes(30);

    public bool OnOneNode => true;

    public void StandBy() => metrics.Found(null);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await LookAsync(
            async token =>
            {
                await Task.Delay(Pause, time, token);
                return await lease.HoldAsync(token);
            },
            stoppingToken
        );
        return null;
    }

    /// <summary>Looks at all connections, as long as the caller may go on.</summary>
    internal async Task LookAsync(
        Func<CancellationToken, Task<bool>> mayGoOn,
        CancellationToken cancellationToken
    )
    {
        var learned = new Dictionary<string, (int Daily, int Known)>(StringComparer.Ordinal);
        string? after = "";
        while (after is not null && await mayGoOn(cancellationToken))
            after = await StepAsync(after, learned, cancellationToken);
        if (after is not null)
            return;
        _usual = learned;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        metrics.Found(await SilentRows.CountAsync(db, cancellationToken));
    }

    /// <returns>The last id that was looked at; null: there are no more.</returns>
    private async Task<string?> StepAsync(
        string after,
        Dictionary<string, (int Daily, int Known)> learned,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var looks = await Looks(db, after).Take(AtOnce).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        List<string> silent = [],
            back = [];
        foreach (var look in looks)
        {
            Learn(learned, look);
            var since = DataRhythm.SilentSince(look.Facts, IsUsual(look.BrokerageId), now);
            if (since is not null && look.SilentSince is null)
                silent.Add(look.Id);
            else if (since is null && look.SilentSince is not null && IsCertain(look.Facts))
                back.Add(look.Id);
        }
        await MarkAsync(db, silent, isSilent: true, cancellationToken);
        await MarkAsync(db, back, isSilent: false, cancellationToken);
        return looks.Count < AtOnce ? null : looks[^1].Id;
    }

    private bool IsUsual(string? brokerageId) =>
        _usual?.TryGetValue(brokerageId ?? "", out var known) == true
        && DataRhythm.IsUsual(known.Daily, known.Known);

    // The connection's own rhythm or state decides, or that of its brokerage is known.
    private bool IsCertain(DataFacts facts) =>
        _usual is not null || facts.Health != Health.Healthy || DataRhythm.IsDaily(facts) is not null;

    private static void Learn(Dictionary<string, (int Daily, int Known)> learned, Look look)
    {
        if (DataRhythm.IsDaily(look.Facts) is not { } isDaily)
            return;
        var (daily, known) = learned.GetValueOrDefault(look.BrokerageId ?? "");
        learned[look.BrokerageId ?? ""] = (daily + (isDaily ? 1 : 0), known + 1);
    }

    private async Task MarkAsync(
        DashboardDbContext db,
        List<string> ids,
        bool isSilent,
        CancellationToken cancellationToken
    )
    {
        var before = time.GetUtcNow() - DataRhythm.MinSilence;
        foreach (var some in ids.Chunk(MarkedAtOnce))
        {
            var rows = db.Connections.Where(c => some.Contains(c.Id));
            // One that changed meanwhile is left to the next look.
            _ = isSilent
                ? await rows.Where(c =>
                        c.Health == Health.Healthy
                        && c.Since < before
                        && (c.LastDataAt == null || c.LastDataAt < before)
                    )
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(
                                c => c.SilentSince,
                                c => c.LastDataAt > c.Since ? c.LastDataAt : c.Since
                            ),
                        cancellationToken
                    )
                : await rows.ExecuteUpdateAsync(
                    s => s.SetProperty(c => c.SilentSince, (DateTimeOffset?)null),
                    cancellationToken
                );
            var changed = await rows.AsNoTracking().ToListAsync(cancellationToken);
            await publisher.PublishAsync(changed.ConvertAll(ConnectionChange.Beside), cancellationToken);
        }
    }

    internal static IQueryable<Look> Looks(DashboardDbContext db, string after) =>
        db
            .Connections.AsNoTracking()
            .Where(c => string.Compare(c.Id, after) > 0)
            .OrderBy(c => c.Id)
            .Select(c => new Look(
                c.Id,
                c.BrokerageId,
                c.SilentSince,
                new DataFacts(c.Health, c.Since, c.LastDataAt, c.DataDays)
            ));

    internal sealed record Look(string Id, string? BrokerageId, DateTimeOffset? SilentSince, DataFacts Facts);
}
