using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>Gathers episodes and their steps, which are read one after the other.</summary>
internal sealed class CohortReading(DateTimeOffset asOf, IProgress<double>? progress, int breaks)
{
    private const int ReportEvery = 2000;

    // Episodes, their breaks, and about as many steps of all other kinds.
    private readonly double _expected = Math.Max(1, 3.0 * breaks);
    private readonly Dictionary<string, EpisodeDraft> _byConnection = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StepQueries.LinkRow> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly List<EpisodeFacts> _settled = [];
    private DateTimeOffset? _until;
    private int _read;

    /// <summary>No episode has a later step; null when there is none that awaits steps.</summary>
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
            Await(episode.Until);
        }
    }

    /// <summary>Gives episodes all their steps of a time that follows the one before.</summary>
    public async Task TakeStepsAsync(
        DashboardDbContext db,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        await TakeLinksAsync(StepQueries.Links(db, from, until), cancellationToken);
        await TakeStepsAsync(StepQueries.Steps(db, from, until), cancellationToken);
        await TakeStepsAsync(StepQueries.FailedAttempts(db, from, until), cancellationToken);
        Settle(until);
    }

    public async Task TakeLinksAsync(
        IQueryable<StepQueries.LinkRow> links,
        CancellationToken cancellationToken
    )
    {
        await foreach (var link in links.AsAsyncEnumerable().WithCancellation(cancellationToken))
            _links[link.Id] = link with { CreatedBy = Shared(link.CreatedBy) };
    }

    public async Task TakeStepsAsync(
        IQueryable<StepQueries.StepRow> steps,
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

    /// <summary>Returns what was gathered and forgets it: there may be hundreds of thousands, too many to hold twice.</summary>
    public List<EpisodeFacts> ToFacts()
    {
        Settle(DateTimeOffset.MaxValue);
        return _settled;
    }

    // Drafts, their connections and links take several times the memory of facts.
    private void Settle(DateTimeOffset until)
    {
        _until = null;
        foreach (var id in _byConnection.Keys)
        {
            if (Of(id).Max(episode => episode.Until) is var last && last > until)
            {
                Await(last);
                continue;
            }
            _settled.AddRange(Of(id).Select(episode => episode.ToFacts()));
            _byConnection.Remove(id);
        }
        foreach (var link in _links.Values)
        {
            if (link.ExpiresAt + ReconnectLink.ClockSkew < until)
                _links.Remove(link.Id);
        }
    }

    private void Await(DateTimeOffset until)
    {
        if (!(_until >= until))
            _until = until;
    }

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
