using Dashboard.Domain.Outcomes;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Answers requests for figures: at once while there is little to read, else from what is kept, else by a job that several
/// callers share.
/// </summary>
public sealed class OutcomeReader(CohortReader cohorts, KeptFigures kept, OutcomeJobs jobs, TimeProvider time)
{
    /// <summary>More breaks than this are not listed: to find them takes too long while somebody waits.</summary>
    public const int MaxListed = 20_000;

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

    /// <summary>The episodes that a figure counts, the latest first.</summary>
    public async Task<BreakList> ListAsync(
        OutcomeRequest request,
        CohortPart part,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var query = request.At(now);
        var isListed = await cohorts.IsAtMostAsync(
            MaxListed,
            query.From,
            query.To,
            request.BrokerageId,
            cancellationToken
        );
        if (!isListed)
            return new BreakList(query.From, query.To, null);
        var facts = await cohorts.ReadAsync(
            query.From,
            query.To,
            now,
            request.BrokerageId,
            cancellationToken: cancellationToken
        );
        return ListOf(query, facts.Where(e => query.Matches(e) && part.Includes(e)));
    }

    /// <summary>The episodes that were repaired in a period, whenever they began, the latest first.</summary>
    public async Task<BreakList> ListRepairedAsync(
        OutcomeRequest request,
        CancellationToken cancellationToken
    )
    {
        var query = request.At(time.GetUtcNow());
        var facts = await cohorts.ReadRepairedAsync(
            query.From,
            query.To,
            request.BrokerageId,
            MaxListed + 1,
            cancellationToken
        );
        return facts.Count > MaxListed ? new BreakList(query.From, query.To, null) : ListOf(query, facts);
    }

    private static BreakList ListOf(OutcomeQuery query, IEnumerable<EpisodeFacts> facts) =>
        new(
            query.From,
            query.To,
            [.. facts.OrderByDescending(e => e.StartedAt).ThenBy(e => e.ConnectionId, StringComparer.Ordinal)]
        );

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
        return Compare(facts, query, asOf);
    }

    /// <param name="facts">The episodes of the period and of the one before; others may be among them.</param>
    internal static OutcomeComparison Compare(
        IReadOnlyCollection<EpisodeFacts> facts,
        OutcomeQuery query,
        DateTimeOffset asOf
    ) => new(FiguresOf(facts, query, asOf), FiguresOf(facts, query.Before, asOf));

    private static OutcomeFigures FiguresOf(
        IEnumerable<EpisodeFacts> facts,
        OutcomeQuery query,
        DateTimeOffset asOf
    ) => OutcomeCalculation.Of([.. facts.Where(query.Matches)], query.From, query.To, asOf);
}

/// <summary>The episodes behind a figure.</summary>
/// <param name="From">The period's start.</param>
/// <param name="To">Its end, exclusive.</param>
/// <param name="Breaks">Null when there are too many.</param>
public sealed record BreakList(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<EpisodeFacts>? Breaks);
