using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>Counts breaks and repairs in indexes of their times.</summary>
internal static class BreakCounts
{
    /// <summary>Days of the chart; one more is read, because days of the operator's zone begin at other hours.</summary>
    public const int Days = 30;

    // Days of all time zones begin at a quarter of an hour in UTC: some are off by 30 or 45 minutes.
    private const int StepsPerQuarter = 3;

    public static IQueryable<Episode> Broke(DashboardDbContext db, DateTimeOffset from, DateTimeOffset to) =>
        db.Episodes.Where(e => e.StartedAt >= from && e.StartedAt < to);

    /// <summary>Ended by repair or deletion.</summary>
    public static IQueryable<Episode> Ended(DashboardDbContext db, DateTimeOffset from, DateTimeOffset to) =>
        db.Episodes.Where(e => e.EndedAt >= from && e.EndedAt < to);

    public static IQueryable<Episode> Repaired(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to
    ) => Ended(db, from, to).Where(e => e.Outcome == EpisodeOutcome.Repaired);

    public static async Task<IReadOnlyList<QuarterCount>> ByQuarterAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var from = now.AddDays(-Days - 1);
        var broke = await ByQuarter(Broke(db, from, now).Select(e => e.StartedAt))
            .ToDictionaryAsync(q => q.Key, q => q.Count, cancellationToken);
        var repaired = await ByQuarter(Repaired(db, from, now).Select(e => e.EndedAt!.Value))
            .ToDictionaryAsync(q => q.Key, q => q.Count, cancellationToken);
        return
        [
            .. broke
                .Keys.Union(repaired.Keys)
                .Order()
                .Select(quarter => new QuarterCount(
                    BreakSeries.StartOf(quarter * StepsPerQuarter),
                    broke.GetValueOrDefault(quarter),
                    repaired.GetValueOrDefault(quarter)
                )),
        ];
    }

    /// <summary>By brokerage, how many more broke than ended.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> TrendAsync(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        var broke = await ByBrokerageAsync(db, Broke(db, from, to), cancellationToken);
        var ended = await ByBrokerageAsync(db, Ended(db, from, to), cancellationToken);
        return broke
            .Keys.Union(ended.Keys, StringComparer.Ordinal)
            .ToDictionary(
                id => id,
                id => broke.GetValueOrDefault(id) - ended.GetValueOrDefault(id),
                StringComparer.Ordinal
            );
    }

    /// <summary>Counts times by quarters of an hour since the year 1.</summary>
    internal static IQueryable<Counted<long>> ByQuarter(IQueryable<DateTimeOffset> times) =>
        times
            .GroupBy(at => BreakSeries.StepOf(at) / StepsPerQuarter)
            .Select(g => new Counted<long>(g.Key, g.Count()));

    /// <summary>Counts episodes by the brokerage of their connection; empty when it is unknown.</summary>
    internal static IQueryable<Counted<string>> ByBrokerage(
        DashboardDbContext db,
        IQueryable<Episode> episodes
    ) =>
        from episode in episodes
        join connection in db.Connections on episode.ConnectionId equals connection.Id
        group episode by connection.BrokerageId ?? "" into all
        select new Counted<string>(all.Key, all.Count());

    private static Task<Dictionary<string, int>> ByBrokerageAsync(
        DashboardDbContext db,
        IQueryable<Episode> episodes,
        CancellationToken cancellationToken
    ) =>
        ByBrokerage(db, episodes)
            .ToDictionaryAsync(b => b.Key, b => b.Count, StringComparer.Ordinal, cancellationToken);

    internal sealed record Counted<T>(T Key, int Count);
}
