using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>
/// Lists the episodes that a figure counts, by the same code as the figure. Episodes are read in pieces, so that a page needs no
/// more memory in a period of a million breaks. With a brokerage that has few, those of the others are passed over on the way.
/// </summary>
public sealed class BreakPages(IDbContextFactory<DashboardDbContext> contexts, CohortReader cohorts)
{
    /// <summary>
    /// For one page, this many breaks are searched: of a rare kind a page may have fewer rows than asked for, or none, although
    /// another follows.
    /// </summary>
    public const int MaxSearched = 20_000;

    /// <summary>The episodes of a cohort that a figure counts, the latest first.</summary>
    public async Task<Page<EpisodeFacts, BreakPosition>> PageAsync(
        OutcomeQuery query,
        CohortSelection selection,
        DateTimeOffset asOf,
        BreakPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        List<EpisodeFacts> found = [];
        for (var searched = 0; searched < MaxSearched; searched += Pages.PieceSize)
        {
            var slice = await cohorts.ReadSliceAsync(query, asOf, after, Pages.PieceSize, cancellationToken);
            found.AddRange(slice.Rows.Where(e => query.Matches(e) && selection.Includes(e)));
            if (found.Count > limit)
                return new(found[..limit], PositionOf(found[limit - 1]));
            after = slice.Next;
            if (after is null)
                break;
        }
        return new(found, after);
    }

    /// <summary>
    /// The episodes that were repaired in a period, whenever they began and without how far their customers got; the latest
    /// repair first.
    /// </summary>
    public async Task<Page<EpisodeFacts, BreakPosition>> RepairedAsync(
        OutcomeQuery query,
        BreakPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var page = await CohortQueries
            .Repaired(db, query, after)
            .ToPageAsync(
                limit,
                row => new BreakPosition(row.EndedAt!.Value, row.ConnectionId),
                cancellationToken
            );
        return new(
            [
                .. page.Rows.Select(row =>
                    new EpisodeDraft(row, row.BrokerageId, next: null, query.To).ToFacts()
                ),
            ],
            page.Next
        );
    }

    private static BreakPosition PositionOf(EpisodeFacts episode) =>
        new(episode.StartedAt, episode.ConnectionId);
}

/// <summary>Where a page of breaks ended.</summary>
/// <param name="At">When the last one broke or, in the list of repairs, was repaired.</param>
/// <param name="ConnectionId">Its connection.</param>
public sealed record BreakPosition(DateTimeOffset At, string ConnectionId);
