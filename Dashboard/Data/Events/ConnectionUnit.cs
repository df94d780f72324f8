using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;

namespace Dashboard.Data.Events;

/// <summary>One connection within a batch: its stored state, new facts, and pending writes.</summary>
internal sealed class ConnectionUnit
{
    public ConnectionUnit(Connection connection, bool isNew)
    {
        Connection = connection;
        Before = isNew ? null : connection.Copy();
    }

    public Connection Connection { get; }

    /// <summary>The connection as it is stored; null when it is not.</summary>
    public Connection? Before { get; }
    public bool IsNew => Before is null;

    /// <summary>Claims of this batch, of events and of a check.</summary>
    public List<HealthFact> NewFacts { get; } = [];

    /// <summary>Events of this batch by the id of their fact.</summary>
    public Dictionary<string, ConnectionEvent> NewEvents { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether stored facts may exist that this connection has not applied.</summary>
    public bool MustFold { get; set; }
    public IReadOnlyList<Episode> EpisodesBefore { get; private set; } = [];
    public IReadOnlyList<Episode> EpisodesAfter { get; private set; } = [];

    /// <summary>Whether all new facts are later than those already applied.</summary>
    public bool CanAppend =>
        !MustFold && (Connection.State.Last is not { } last || NewFacts.TrueForAll(fact => fact > last));

    /// <summary>Applies the new facts after the others.</summary>
    public void Append()
    {
        var state = Connection.State;
        var episodes = new List<Episode>();
        if (state.Health == Health.Disabled)
        {
            EpisodesBefore = [Episode.Open(Connection.Id, state.Since!.Value)];
            episodes.Add(Episode.Open(Connection.Id, state.Since!.Value));
        }
        foreach (var fact in NewFacts.Order())
        {
            var (next, effect) = HealthProjection.Apply(state, fact);
            Episode.Record(episodes, Connection.Id, state, next);
            NewEvents.GetValueOrDefault(fact.Id)?.SetEffect(effect);
            state = next;
        }
        EpisodesAfter = episodes;
        Connection.Take(state);
    }

    /// <summary>Recomputes everything from all facts.</summary>
    public HealthHistory Fold(IEnumerable<HealthFact> storedFacts, IReadOnlyList<Episode> storedEpisodes)
    {
        var verification = Connection.Verification;
        var facts = storedFacts.Concat(NewFacts);
        var history = HealthProjection.Fold(
            Connection.Id,
            verification is { } fact ? facts.Append(fact) : facts
        );
        foreach (var (id, @event) in NewEvents)
        {
            if (history.Effects.TryGetValue(id, out var effect))
                @event.SetEffect(effect);
        }
        EpisodesBefore = storedEpisodes;
        EpisodesAfter = history.Episodes;
        Connection.Take(history.State);
        return history;
    }

    /// <summary>The change for screens, or null when nothing they show has changed.</summary>
    public ConnectionChange? Change()
    {
        var connection = Connection;
        // A confirming check is not shown: a pass over all users must not make every screen reload.
        var isVisible =
            NewEvents.Count > 0
            || Before?.Health != connection.Health
            || Before.Since != connection.Since
            || Before.AwaitingVerification != connection.AwaitingVerification
            || (Before.BrokerageId, Before.Name, Before.Type)
                != (connection.BrokerageId, connection.Name, connection.Type);
        return isVisible ? ConnectionChange.Of(connection, Before?.Health) : null;
    }
}
