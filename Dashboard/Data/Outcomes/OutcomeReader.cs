using Dashboard.Domain.Outcomes;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Answers requests for figures: at once while there is little to read, else from what is kept, else by a job that several
/// callers share.
/// </summary>
public sealed class OutcomeReader(CohortReader cohorts, KeptFigures kept, OutcomeJobs jobs, TimeProvider time)
{
    /// <summary>The figures, if they are to be had at once; else null: see <see cref="Start"/>.</summary>
    public async Task<OutcomeComparison?> FindAsync(
        OutcomeRequest request,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (await cohorts.IsSmallAsync(request.At(now).Before.From, cancellationToken))
            return await ComputeAsync(request, now, progress: null, cancellationToken);
        return
            request.IsKept
            && await kept.FindAsync<OutcomeComparison>(request.Key, cancellationToken) is { } found
            && now - found.Now.AsOf < OutcomeKeeper.MaxAge
            ? found
            : jobs.Find(request)?.Result;
    }

    /// <summary>Computes the figures in the background, one request after the other.</summary>
    public OutcomeJob Start(OutcomeRequest request) =>
        jobs.Start(
            request,
            progress => ComputeAsync(request, time.GetUtcNow(), progress, CancellationToken.None)
        );

    /// <summary>The figures, however long it takes.</summary>
    public async Task<OutcomeComparison> GetAsync(
        OutcomeRequest request,
        CancellationToken cancellationToken
    ) =>
        await FindAsync(request, cancellationToken)
        ?? await Start(request).Completion.WaitAsync(cancellationToken);

    private async Task<OutcomeComparison> ComputeAsync(
        OutcomeRequest request,
        DateTimeOffset now,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var asOf = request.AsOf ?? now;
        var query = request.At(now);
        var facts = await cohorts.ReadAsync(
            query.Before.From,
            query.To,
            asOf,
            request.BrokerageId,
            progress,
            cancellationToken
        );
        return new(FiguresOf(facts, query, asOf), FiguresOf(facts, query.Before, asOf));
    }

    /// <param name="facts">The episodes of the period; others may be among them.</param>
    internal static OutcomeFigures FiguresOf(
        IEnumerable<EpisodeFacts> facts,
        OutcomeQuery query,
        DateTimeOffset asOf
    ) => OutcomeCalculation.Of([.. facts.Where(query.Matches)], query.From, query.To, asOf);
}
