using Dashboard.Data.Work;
using Dashboard.Domain.Outcomes;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Computes the figures of the standard periods beforehand, of all brokerages together and of each. It works only when there is
/// too much to compute while somebody waits, and rests for so long that it takes 2 % of one core at most.
/// </summary>
public sealed class OutcomeKeeper(CohortReader cohorts, KeptFigures kept, TimeProvider time) : IRecurringWork
{
    private const int RestFactor = 50;

    // The longest standard period and the one before it.
    private static readonly TimeSpan Span = 2 * TimeSpan.FromDays(OutcomeRequest.Standard.Max());

    public string Name => "outcome-figures";
    public TimeSpan Interval => TimeSpan.FromMinutes(5);
    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        if (await cohorts.IsSmallAsync(now - Span, stoppingToken))
            return null;
        var began = time.GetTimestamp();
        await WriteAsync(now, stoppingToken);
        var rest = RestFactor * time.GetElapsedTime(began);
        return rest > Interval ? rest : Interval;
    }

    /// <summary>Computes the figures of now and keeps them, unless there is little to compute.</summary>
    /// <returns>How many are kept.</returns>
    public async Task<int> RebuildAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await cohorts.IsSmallAsync(now - Span, cancellationToken)
            ? 0
            : await WriteAsync(now, cancellationToken);
    }

    /// <summary>Computes the kept figures again for their moment.</summary>
    /// <returns>Null when none are kept.</returns>
    public async Task<KeptFigureCheck?> CheckAsync(CancellationToken cancellationToken)
    {
        var stored = await kept.ListAsync(OutcomeRequest.KeyPrefix, cancellationToken);
        if (stored.Count == 0)
            return null;
        var asOf = stored.Max(figure => figure.AsOf);
        var current = stored.Where(figure => figure.AsOf == asOf).ToDictionary(f => f.Id, f => f.Json);
        var computed = (await ComputeAsync(asOf, cancellationToken)).ToDictionary(f => f.Id, f => f.Json);
        var different = current
            .Keys.Union(computed.Keys, StringComparer.Ordinal)
            .Where(id => current.GetValueOrDefault(id) != computed.GetValueOrDefault(id))
            .Order(StringComparer.Ordinal);
        return new KeptFigureCheck(asOf, current.Count, [.. different]);
    }

    private async Task<int> WriteAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var figures = await ComputeAsync(now, cancellationToken);
        await kept.WriteAsync(figures, cancellationToken);
        return figures.Count;
    }

    /// <summary>The figures that are to be kept, as they were known at a moment.</summary>
    internal async Task<IReadOnlyList<KeptFigure>> ComputeAsync(
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        var facts = await cohorts.ReadAsync(asOf - Span, asOf, asOf, cancellationToken: cancellationToken);
        var byBrokerage = facts.Where(e => e.BrokerageId is not null).ToLookup(e => e.BrokerageId!);
        List<KeptFigure> figures = [];
        foreach (var days in OutcomeRequest.Standard)
        {
            figures.Add(Of(facts, new OutcomeRequest(days), asOf));
            foreach (var brokerage in byBrokerage)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var request = new OutcomeRequest(days) { BrokerageId = brokerage.Key };
                figures.Add(Of([.. brokerage], request, asOf));
            }
        }
        return figures;
    }

    private static KeptFigure Of(
        IReadOnlyCollection<EpisodeFacts> facts,
        OutcomeRequest request,
        DateTimeOffset asOf
    ) => KeptFigures.Of(request.Key, asOf, OutcomeReader.Compare(facts, request.At(asOf), asOf));
}

/// <param name="AsOf">The moment that the figures are for.</param>
/// <param name="Checked">How many are kept.</param>
/// <param name="Different">The names of those that are computed differently now.</param>
public sealed record KeptFigureCheck(DateTimeOffset AsOf, int Checked, IReadOnlyList<string> Different);
