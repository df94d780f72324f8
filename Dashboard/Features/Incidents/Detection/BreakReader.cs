using Dashboard.Data;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents.Detection;

/// <summary>
/// Keeps the breaks of all brokerages in memory, counted by five minutes: 35 kB a brokerage. What may have changed
/// is counted again, the further back the more rarely, as webhooks may come up to a day late.
/// </summary>
internal sealed class BreakReader(IDbContextFactory<DashboardDbContext> contexts)
{
    // Steps back and how often they are counted again.
    private static readonly (int Steps, TimeSpan Every)[] Rounds =
    [
        (BreakSeries.Length, TimeSpan.MaxValue),
        (2 * BreakSeries.StepsPerDay, TimeSpan.FromHours(1)),
        (BreakSeries.StepsPerDay / 12, BreakSeries.Step),
        (3, TimeSpan.MinValue),
    ];

    private readonly Dictionary<string, BreakSeries> byBrokerage = new(StringComparer.Ordinal);
    private readonly DateTimeOffset?[] read = new DateTimeOffset?[Rounds.Length];

    public IReadOnlyDictionary<string, BreakSeries> ByBrokerage => byBrokerage;

    /// <summary>Makes up for what happened since the last time.</summary>
    public async Task ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var round = 0;
        while (read[round] is { } at && now - at < Rounds[round].Every)
            round++;
        var last = BreakSeries.StepOf(now);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var earliest = await db
            .Episodes.OrderBy(e => e.StartedAt)
            .Select(e => (DateTimeOffset?)e.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var first = Math.Max(last - Rounds[round].Steps + 1, BreakSeries.StepOf(earliest ?? now));
        for (var step = first; step <= last; step++)
            await CountAsync(db, step, cancellationToken);
        // The longer round has done the work of the shorter ones.
        Array.Fill(read, now, round, Rounds.Length - round);
    }

    internal static IQueryable<BreakCount> Query(
        DashboardDbContext db,
        DateTimeOffset start,
        DateTimeOffset end
    ) =>
        from episode in db.Episodes
        where episode.StartedAt >= start && episode.StartedAt < end
        join connection in db.Connections on episode.ConnectionId equals connection.Id
        where connection.BrokerageId != null
        group episode by connection.BrokerageId into breaks
        select new BreakCount(breaks.Key!, breaks.Count());

    private async Task CountAsync(DashboardDbContext db, long step, CancellationToken cancellationToken)
    {
        var counts = await Query(db, BreakSeries.StartOf(step), BreakSeries.StartOf(step + 1))
            .ToDictionaryAsync(c => c.BrokerageId, c => c.Breaks, StringComparer.Ordinal, cancellationToken);
        foreach (var (brokerageId, breaks) in byBrokerage)
            breaks.Set(step, counts.GetValueOrDefault(brokerageId));
        foreach (var (brokerageId, breaks) in counts.Where(c => !byBrokerage.ContainsKey(c.Key)))
        {
            byBrokerage[brokerageId] = new BreakSeries();
            byBrokerage[brokerageId].Set(step, breaks);
        }
    }

    internal sealed record BreakCount(string BrokerageId, int Breaks);
}
