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

    /// <summary>Whether the figures of a period take so little that a caller can wait for them.</summary>
    public Task<bool> IsSmallAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        IsAtMostAsync(MaxAtOnce, from, to: null, brokerageId: null, cancellationToken);

    /// <summary>Whether at most so many connections broke in a period.</summary>
    /// <param name="count">How many.</param>
    /// <param name="from">The first moment of the period.</param>
    /// <param name="to">Its end, exclusive; null: none.</param>
    /// <param name="brokerageId">Only this brokerage's.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<bool> IsAtMostAsync(
        int count,
        DateTimeOffset from,
        DateTimeOffset? to,
        string? brokerageId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var breaks = CohortQueries
            .Breaks(db, from, to, brokerageId)
            .OrderBy(startedAt => startedAt)
            .Take(count + 1);
        return await breaks.CountAsync(cancellationToken) <= count;
    }

    /// <summary>Reads the episodes that were repaired in a period, without how far their customers got.</summary>
    public async Task<IReadOnlyList<EpisodeFacts>> ReadRepairedAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        string? brokerageId,
        int atMost,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await CohortQueries
            .Repaired(db, from, to, brokerageId)
            .Take(atMost)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new EpisodeDraft(row, row.BrokerageId, next: null, to).ToFacts())];
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
        var total = progress is null ? 0 : await CohortQueries.Breaks(db, from).CountAsync(cancellationToken);
        var reading = new Reading(asOf, progress, total);
        var since = from - ReconnectLink.ClockSkew;
        await reading.TakeEpisodesAsync(CohortQueries.Episodes(db, from, to, brokerageId), cancellationToken);
        if (reading.Until is not { } until)
            return [];
        await reading.TakeLinksAsync(CohortQueries.Links(db, since, until), cancellationToken);
        await reading.TakeStepsAsync(CohortQueries.Steps(db, since, until), cancellationToken);
        await reading.TakeStepsAsync(CohortQueries.FailedAttempts(db, since, until), cancellationToken);
        await reading.MarkConnectedAgainAsync(
            CohortQueries.ConnectedAgain(db, from, to, asOf),
            cancellationToken
        );
        return reading.ToFacts();
    }

    private sealed class Reading(DateTimeOffset asOf, IProgress<double>? progress, int breaks)
    {
        private const int ReportEvery = 2000;

        // Episodes, their breaks, and about as many steps of all other kinds.
        private readonly double _expected = Math.Max(1, 3.0 * breaks);
        private readonly Dictionary<string, EpisodeDraft> _byConnection = new(StringComparer.Ordinal);
        private readonly Dictionary<string, CohortQueries.LinkRow> _links = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
        private DateTimeOffset? _until;
        private int _read;

        /// <summary>No episode has a later step; null while none was taken.</summary>
        public DateTimeOffset? Until => _until > asOf ? asOf : _until;

        public async Task TakeEpisodesAsync(
            IQueryable<CohortQueries.EpisodeRow> episodes,
            CancellationToken cancellationToken
        )
        {
            await foreach (var row in episodes.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                Tick();
                // One string for each brokerage, not for each episode.
                var brokerage = row.BrokerageId is { } id ? Shared(id) : null;
                var other = _byConnection.GetValueOrDefault(row.ConnectionId);
                var episode = new EpisodeDraft(row, brokerage, other, asOf);
                _byConnection[row.ConnectionId] = episode;
                if (!(_until >= episode.Until))
                    _until = episode.Until;
            }
        }

        public async Task TakeLinksAsync(
            IQueryable<CohortQueries.LinkRow> links,
            CancellationToken cancellationToken
        )
        {
            await foreach (var link in links.AsAsyncEnumerable().WithCancellation(cancellationToken))
                _links[link.Id] = link with { CreatedBy = Shared(link.CreatedBy) };
        }

        public async Task TakeStepsAsync(
            IQueryable<CohortQueries.StepRow> steps,
            CancellationToken cancellationToken
        )
        {
            await foreach (var step in steps.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                Tick();
                DraftAt(step.ConnectionId, step.OccurredAt)
                    ?.Add(step, step.LinkId is { } id ? _links.GetValueOrDefault(id) : null);
            }
        }

        public async Task MarkConnectedAgainAsync(
            IQueryable<CohortQueries.EpisodeKey> keys,
            CancellationToken cancellationToken
        )
        {
            await foreach (var key in keys.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                if (Of(key.ConnectionId).FirstOrDefault(e => e.StartedAt == key.StartedAt) is { } episode)
                    episode.IsConnectedAgain = true;
            }
        }

        public List<EpisodeFacts> ToFacts() =>
            [.. _byConnection.Keys.SelectMany(Of).Select(episode => episode.ToFacts())];

        private EpisodeDraft? DraftAt(string connectionId, DateTimeOffset at)
        {
            EpisodeDraft? near = null;
            foreach (var episode in Of(connectionId))
            {
                if (episode.Covers(at))
                    return episode;
                if (near is null && episode.IsNear(at))
                    near = episode;
            }
            return near;
        }

        private IEnumerable<EpisodeDraft> Of(string connectionId)
        {
            for (
                var episode = _byConnection.GetValueOrDefault(connectionId);
                episode is not null;
                episode = episode.Next
            )
                yield return episode;
        }

        private string Shared(string text) => _shared.TryAdd(text, text) ? text : _shared[text];

        private void Tick()
        {
            if (++_read % ReportEvery == 0)
                progress?.Report(Math.Min(0.99, _read / _expected));
        }
    }
}
