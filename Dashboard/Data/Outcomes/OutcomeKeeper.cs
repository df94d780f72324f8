using Dashboard.Data.Work;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Computes the figures of the standard periods beforehand, of all brokerages together and of each. It works only when there is
/// too much to compute while somebody waits, and rests for so long that it takes 2 % of one core, but for an hour at most.
/// </summary>
/// <remarks>
/// The rest is stored with the figures, so that it is one for all nodes. Nodes look every few seconds whether it is over: when
/// one ends while it computes, another takes over within half a minute.
/// A step between two breaks of a connection that are less than <see cref="ReconnectLink.ClockSkew"/> apart, one of them in the
/// last 90 days and one before, may count for the other one.
/// </remarks>
public sealed class OutcomeKeeper(CohortReader cohorts, KeptFigures kept, TimeProvider time) : IRecurringWork
{
    /// <summary>Kept figures that are older are not shown: nobody renews them.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromHours(2);
    private const int RestFactor = 50;
    private const string RestId = OutcomeRequest.KeyPrefix + "rest";
    private static readonly TimeSpan MinRest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaxRest = TimeSpan.FromHours(1);

    // The longest standard period and the one before it.
    private static readonly TimeSpan Span = 2 * TimeSpan.FromDays(OutcomeRequest.Standard.Max());

    public string Name => "outcome-figures";
    public TimeSpan Interval => TimeSpan.FromSeconds(10);
    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        var rest = await kept.FindAsync<Rest>(RestId, stoppingToken);
        // The clock of the node that wrote it may have been wrong.
        if (now < rest?.Until && rest.Until - now <= MaxRest)
            return null;
        if (await cohorts.IsSmallAsync(now - Span, stoppingToken))
        {
            if (rest is not null)
                await kept.ReplaceAsync(OutcomeRequest.KeyPrefix, [], stoppingToken);
            return MinRest;
        }
        var began = time.GetTimestamp();
        var figures = await ComputeAsync(now, stoppingToken);
        if (await lease.HoldAsync(stoppingToken))
            await WriteAsync(figures, now, RestFactor * time.GetElapsedTime(began), stoppingToken);
        return null;
    }

    /// <summary>Computes the figures of now and keeps them, unless there is little to compute.</summary>
    /// <returns>How many are kept.</returns>
    public async Task<int> RebuildAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (await cohorts.IsSmallAsync(now - Span, cancellationToken))
            return 0;
        var figures = await ComputeAsync(now, cancellationToken);
        await WriteAsync(figures, now, MinRest, cancellationToken);
        return figures.Count;
    }

    /// <summary>Computes the kept figures again for their moment.</summary>
    /// <returns>Null when none are kept.</returns>
    public async Task<KeptFigureCheck?> CheckAsync(CancellationToken cancellationToken)
    {
        var stored = (await kept.ListAsync(OutcomeRequest.KeyPrefix, cancellationToken))
            .Where(figure => figure.Id != RestId)
            .ToDictionary(figure => figure.Id, StringComparer.Ordinal);
        if (stored.Count == 0)
            return null;
        var asOf = stored.Values.Max(figure => figure.AsOf);
        var computed = (await ComputeAsync(asOf, cancellationToken)).ToDictionary(
            figure => figure.Id,
            StringComparer.Ordinal
        );
        var different = stored
            .Keys.Union(computed.Keys, StringComparer.Ordinal)
            .Where(id => stored.GetValueOrDefault(id)?.Json != computed.GetValueOrDefault(id)?.Json)
            .Order(StringComparer.Ordinal);
        return new KeptFigureCheck(asOf, stored.Count, [.. different]);
    }

    // All at once: figures of a brokerage without breaks are not asked for any more.
    private Task WriteAsync(
        IReadOnlyList<KeptFigure> figures,
        DateTimeOffset asOf,
        TimeSpan rest,
        CancellationToken cancellationToken
    )
    {
        var until =
            time.GetUtcNow() + TimeSpan.FromTicks(Math.Clamp(rest.Ticks, MinRest.Ticks, MaxRest.Ticks));
        return kept.ReplaceAsync(
            OutcomeRequest.KeyPrefix,
            [.. figures, KeptFigures.Of(RestId, asOf, new Rest(until))],
            cancellationToken
        );
    }

    /// <summary>The figures that are to be kept, as they were known at a moment.</summary>
    internal async Task<IReadOnlyList<KeptFigure>> ComputeAsync(
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        Dictionary<OutcomeQuery, OutcomeFigures> known = [];
        var middle = asOf - Span / 2;
        // One after the other, since there may be hundreds of thousands of breaks: each period lies in one of them.
        await AddAsync(known, asOf - Span, middle, asOf, cancellationToken);
        await AddAsync(known, middle, asOf, asOf, cancellationToken);
        var brokerages = known.Keys.Select(query => query.BrokerageId).Append(null).ToHashSet();
        var requests =
            from days in OutcomeRequest.Standard
            from brokerage in brokerages
            select new OutcomeRequest(days) { BrokerageId = brokerage };
        return [.. requests.Select(request => KeptFigures.Of(request.Key, asOf, Compare(request.At(asOf))))];

        OutcomeComparison Compare(OutcomeQuery query) => new(Find(query), Find(query.Before));
        OutcomeFigures Find(OutcomeQuery query) =>
            query.BrokerageId is null || known.ContainsKey(query)
                ? known[query]
                : OutcomeReader.FiguresOf([], query, asOf);
    }

    private async Task AddAsync(
        Dictionary<OutcomeQuery, OutcomeFigures> known,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        var facts = await cohorts.ReadAsync(from, to, asOf, cancellationToken: cancellationToken);
        var byBrokerage = facts.Where(e => e.BrokerageId is not null).ToLookup(e => e.BrokerageId!);
        var queries = OutcomeRequest
            .Standard.Select(days => new OutcomeRequest(days).At(asOf))
            .SelectMany(query => new[] { query, query.Before })
            .Where(query => query.From >= from && query.To <= to);
        foreach (var query in queries)
        {
            known[query] = OutcomeReader.FiguresOf(facts, query, asOf);
            foreach (var brokerage in byBrokerage)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var own = query with { BrokerageId = brokerage.Key };
                known[own] = OutcomeReader.FiguresOf(brokerage, own, asOf);
            }
        }
    }

    private sealed record Rest(DateTimeOffset Until);
}

/// <param name="AsOf">The moment that the figures are for.</param>
/// <param name="Checked">How many are kept.</param>
/// <param name="Different">The names of those that are computed differently now.</param>
public sealed record KeptFigureCheck(DateTimeOffset AsOf, int Checked, IReadOnlyList<string> Different);
