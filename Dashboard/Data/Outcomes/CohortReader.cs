using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>Reads the episodes that began in a period, with how far each got.</summary>
public sealed class CohortReader(IDbContextFactory<DashboardDbContext> contexts)
{
    /// <summary>
    /// Up to this many breaks since the start of the period, figures are computed while the reader waits: it takes a moment.
    /// </summary>
    public const int MaxAtOnce = 5000;

    private static readonly TimeSpan Tick = TimeSpan.FromTicks(1);

    /// <summary>So many breaks are read before their steps: of all of them, only those that last on are held while others follow.</summary>
    internal int PieceSize { get; init; } = 20_000;

    /// <summary>Whether the figures of a period take so little that a caller can wait for them.</summary>
    public async Task<bool> IsSmallAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var breaks = CohortQueries.Since(db, from).OrderBy(e => e.StartedAt).Take(MaxAtOnce + 1);
        return await breaks.CountAsync(cancellationToken) <= MaxAtOnce;
    }

    /// <summary>Reads the episodes of a period as they were known at a moment.</summary>
    /// <param name="from">The first moment at which they began.</param>
    /// <param name="to">The end of the period, exclusive.</param>
    /// <param name="asOf">Later events and ends are left out.</param>
    /// <param name="brokerageId">Only this brokerage's.</param>
    /// <param name="progress">Receives the share that is read, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<IReadOnlyList<EpisodeFacts>> ReadAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset asOf,
        string? brokerageId = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var total = progress is null ? 0 : await CohortQueries.Since(db, from).CountAsync(cancellationToken);
        var reading = new CohortReading(asOf, progress, total);
        var (begun, steps) = (from, from - ReconnectLink.ClockSkew);
        while (begun < to)
        {
            var later = CohortQueries.Later(db, begun, to).Skip(PieceSize).Take(1);
            var next = (await later.ToListAsync(cancellationToken)).FirstOrDefault(to);
            var episodes = CohortQueries.Between(db, begun, next);
            await reading.TakeEpisodesAsync(CohortQueries.Rows(db, episodes, brokerageId), cancellationToken);
            await reading.MarkConnectedAgainAsync(
                CohortQueries.ConnectedAgain(db, episodes, asOf),
                cancellationToken
            );
            // Later steps may belong to breaks that are still to be read.
            var last = next < to ? next - ReconnectLink.ClockSkew - Tick : asOf;
            if (reading.Until is { } until && steps <= last)
                await reading.TakeStepsAsync(db, steps, until < last ? until : last, cancellationToken);
            (begun, steps) = (next, steps <= last ? last + Tick : steps);
        }
        return reading.ToFacts();
    }

    /// <summary>Reads some of the episodes of a period, the latest first, with the same facts as all of them.</summary>
    /// <param name="query">The period and the brokerage.</param>
    /// <param name="asOf">Later events and ends are left out.</param>
    /// <param name="after">Only those after this position; null: from the latest on.</param>
    /// <param name="count">How many are read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<Page<EpisodeFacts, BreakPosition>> ReadSliceAsync(
        OutcomeQuery query,
        DateTimeOffset asOf,
        BreakPosition? after,
        int count,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var slice = await CohortQueries
            .Latest(db, query, after)
            .ToPageAsync(count, row => new BreakPosition(row.StartedAt, row.ConnectionId), cancellationToken);
        var ids = slice.Rows.Select(row => row.ConnectionId).Distinct(StringComparer.Ordinal).ToList();
        // A step may belong to another episode of the same connection.
        var episodes = CohortQueries
            .Between(db, query.From, query.To)
            .Where(e => ids.Contains(e.ConnectionId));
        var reading = new CohortReading(asOf, progress: null, breaks: 0);
        await reading.TakeEpisodesAsync(
            CohortQueries.Rows(db, episodes, brokerageId: null),
            cancellationToken
        );
        if (reading.Until is not { } until)
            return new([], slice.Next);
        var since = query.From - ReconnectLink.ClockSkew;
        await reading.TakeLinksAsync(StepQueries.LinksOf(db, ids, since, until), cancellationToken);
        await reading.TakeStepsAsync(StepQueries.StepsOf(db, ids, since, until), cancellationToken);
        await reading.MarkConnectedAgainAsync(
            CohortQueries.ConnectedAgain(db, episodes, asOf),
            cancellationToken
        );
        var facts = reading.ToFacts().ToDictionary(e => (e.ConnectionId, e.StartedAt));
        // An episode that a late event changed meanwhile is left out.
        return new(
            [
                .. slice
                    .Rows.Select(row => facts.GetValueOrDefault((row.ConnectionId, row.StartedAt)))
                    .OfType<EpisodeFacts>(),
            ],
            slice.Next
        );
    }
}
