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
    public async Task<bool> IsSmallAsync(DateTimeOffset from, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await CohortQueries.Breaks(db, from).Take(MaxAtOnce + 1).CountAsync(cancellationToken)
            <= MaxAtOnce;
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
        await reading.TakeLinksAsync(CohortQueries.Links(db, since), cancellationToken);
        await reading.TakeStepsAsync(CohortQueries.Steps(db, since, asOf), cancellationToken);
        await reading.TakeStepsAsync(CohortQueries.FailedAttempts(db, since, asOf), cancellationToken);
        await reading.MarkConnectedAgainAsync(
            CohortQueries.ConnectedAgain(db, from, to),
            cancellationToken
        );
        return reading.ToFacts();
    }

    private sealed class Reading(DateTimeOffset asOf, IProgress<double>? progress, int breaks)
    {
        private const int ReportEvery = 2000;

        // Episodes, their breaks, and about as many steps of all other kinds.
        private readonly double _expected = Math.Max(1, 3.0 * breaks);
        private readonly Dictionary<string, List<EpisodeDraft>> _byConnection = new(StringComparer.Ordinal);
        private readonly Dictionary<string, CohortQueries.LinkRow> _links = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _brokerages = new(StringComparer.Ordinal);
        private int _read;

        public async Task TakeEpisodesAsync(
            IQueryable<CohortQueries.EpisodeRow> episodes,
            CancellationToken cancellationToken
        )
        {
            await foreach (var row in episodes.AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                Tick();
                // One string for each brokerage, not for each episode.
                var shared = row.BrokerageId is { } id ? row with { BrokerageId = Shared(id) } : row;
                Of(row.ConnectionId).Add(new EpisodeDraft(shared, asOf));
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
                if (_byConnection.TryGetValue(step.ConnectionId, out var episodes))
                    DraftAt(episodes, step.OccurredAt)
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
                if (_byConnection.TryGetValue(key.ConnectionId, out var episodes))
                    episodes
                        .FindAll(e => e.StartedAt == key.StartedAt)
                        .ForEach(e => e.IsConnectedAgain = true);
            }
        }

        public List<EpisodeFacts> ToFacts() =>
            [.. _byConnection.Values.SelectMany(episodes => episodes).Select(e => e.ToFacts())];

        private static EpisodeDraft? DraftAt(List<EpisodeDraft> episodes, DateTimeOffset at) =>
            episodes.Find(e => e.Covers(at)) ?? episodes.Find(e => e.IsNear(at));

        private List<EpisodeDraft> Of(string connectionId)
        {
            if (!_byConnection.TryGetValue(connectionId, out var episodes))
                _byConnection[connectionId] = episodes = [];
            return episodes;
        }

        private string Shared(string text) => _brokerages.TryAdd(text, text) ? text : _brokerages[text];

        private void Tick()
        {
            if (++_read % ReportEvery == 0)
                progress?.Report(Math.Min(0.99, _read / _expected));
        }
    }
}
