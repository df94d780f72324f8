using Dashboard.Data;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents.Detection;

/// <summary>
/// Keeps the breaks of all brokerages in memory, counted by five minutes: 35 kB per brokerage. Counts are refreshed, older
/// ones less often, because webhooks may arrive up to a day late.
/// </summary>
internal sealed class BreakReader(IDbContextFactory<DashboardDbContext> contexts)
{
    // How many steps are counted again, and how often.
    private static readonly (int Steps, TimeSpan Every)[] Rounds =
    [
        // Also after another node has done the work for a while.
        (BreakSeries.Length, TimeSpan.FromDays(1)),
        (2 * BreakSeries.StepsPerDay, TimeSpan.FromHours(1)),
        (BreakSeries.StepsPerDay / 12, BreakSeries.Step),
        (3, TimeSpan.MinValue),
    ];

    private readonly Dictionary<string, BreakSeries> _byBrokerage = new(StringComparer.Ordinal);
    private readonly DateTimeOffset?[] _read = new DateTimeOffset?[Rounds.Length];

    public IReadOnlyDictionary<string, BreakSeries> ByBrokerage => _byBrokerage;

    /// <summary>Counts what happened since the last call.</summary>
    public async Task ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var round = 0;
        while (_read[round] is { } at && now - at < Rounds[round].Every)
            round++;
        var last = BreakSeries.StepOf(now);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var earliest = await db
            .Episodes.OrderBy(e => e.StartedAt)
            .Select(e => (DateTimeOffset?)e.StartedAt)
            .FirstOrDefaultAsync(cancellationToken);
        var first = Math.Max(last - Rounds[round].Steps + 1, BreakSeries.StepOf(earliest ?? now));
        if (first <= last)
            await CountAsync(db, first, last, cancellationToken);
        // A longer round includes the shorter ones.
        Array.Fill(_read, now, round, Rounds.Length - round);
    }

    internal static IQueryable<Break> Query(
        DashboardDbContext db,
        DateTimeOffset start,
        DateTimeOffset end
    ) =>
        from episode in db.Episodes
        where episode.StartedAt >= start && episode.StartedAt < end
        join connection in db.Connections on episode.ConnectionId equals connection.Id
        where connection.BrokerageId != null
        select new Break(connection.BrokerageId!, episode.StartedAt);

    // One query, read as it comes: thirty days are 8,640 steps, and a query for each would take a minute.
    private async Task CountAsync(
        DashboardDbContext db,
        long first,
        long last,
        CancellationToken cancellationToken
    )
    {
        var counted = _byBrokerage.Keys.ToDictionary(id => id, _ => NoBreaks(), StringComparer.Ordinal);
        var breaks = Query(db, BreakSeries.StartOf(first), BreakSeries.StartOf(last + 1));
        await foreach (var one in breaks.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!counted.TryGetValue(one.BrokerageId, out var counts))
                counted.Add(one.BrokerageId, counts = NoBreaks());
            counts[BreakSeries.StepOf(one.At) - first]++;
        }
        foreach (var (brokerageId, counts) in counted)
        {
            if (!_byBrokerage.TryGetValue(brokerageId, out var series))
                _byBrokerage.Add(brokerageId, series = new BreakSeries());
            for (var i = 0; i < counts.Length; i++)
                series.Set(first + i, counts[i]);
        }

        int[] NoBreaks() => new int[last - first + 1];
    }

    internal sealed record Break(string BrokerageId, DateTimeOffset At);
}
