using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>Takes a batch of events and checks in, within one transaction. Used once.</summary>
internal sealed class EventBatch(
    DashboardDbContext db,
    IReadOnlyList<IncomingEvent> incoming,
    IReadOnlyList<ConnectionCheck> checks
)
{
    private readonly RowCommands _rows = new(db);
    private readonly List<ConnectionEvent> _stored = [];
    private readonly List<Difference> _differences = [];
    private readonly List<Difference> _untold = [];
    private readonly Appended[] _results = new Appended[incoming.Count];

    public IReadOnlyList<Appended> Results => _results;
    public IReadOnlyList<Difference> Differences => _differences;
    public IReadOnlyList<ConnectionChange> Changes { get; private set; } = [];

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fresh = await DropRepeatedAsync(cancellationToken);
        var set = await WorkingSet.LoadAsync(db, fresh, checks, now, cancellationToken);
        var farewells = await FarewellsAsync(set, fresh, cancellationToken);
        foreach (var item in fresh)
            TakeIn(set, item);
        await TakeInChecksAsync(set, now, cancellationToken);
        await Refolding.ProjectAsync(db, set, cancellationToken);
        foreach (var check in checks)
            set.Connections[check.ConnectionId].Connection.PauseIfUnsettled(now);

        await _rows.InsertAsync(Receipts(fresh), cancellationToken);
        await _rows.InsertAsync(_stored, cancellationToken);
        await _rows.InsertAsync(_untold, cancellationToken);
        await ForgetAsync(farewells, cancellationToken);
        await WriteUsersAsync(set, cancellationToken);
        await WriteEpisodesAsync(set, cancellationToken);
        await AttemptAttribution.RunAsync(db, set, _stored, cancellationToken);
        await WriteConnectionsAsync(set, cancellationToken);
        await HealthTally.WriteAsync(db, set.Connections.Values, cancellationToken);
        Changes = [.. set.Connections.Values.Select(unit => unit.Change()).OfType<ConnectionChange>()];
    }

    private async Task<List<IncomingEvent>> DropRepeatedAsync(CancellationToken cancellationToken)
    {
        var keys = incoming.Select(e => e.Key).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var known =
            keys.Count == 0
                ? []
                : await db
                    .Receipts.AsNoTracking()
                    .Where(r => keys.Contains(r.Key))
                    .Select(r => r.Key)
                    .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        var fresh = new List<IncomingEvent>(incoming.Count);
        for (var i = 0; i < incoming.Count; i++)
        {
            if (incoming[i].Key is { } key && !known.Add(key))
                _results[i] = Appended.Duplicate;
            else
                fresh.Add(incoming[i]);
        }
        return fresh;
    }

    // Before their rows are emptied: afterwards nobody knows any more where else they are named.
    private async Task<List<(SnapTradeUser User, PersonalTraces Traces)>> FarewellsAsync(
        WorkingSet set,
        IEnumerable<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var farewells = new List<(SnapTradeUser, PersonalTraces)>();
        foreach (
            var id in events
                .Where(e => e.Type == EventTypes.UserDeleted)
                .Select(e => e.UserId)
                .Distinct(StringComparer.Ordinal)
        )
            farewells.Add(
                (set.Users[id], await PersonalTraces.FindAsync(db, set.Users[id], cancellationToken))
            );
        return farewells;
    }

    private async Task ForgetAsync(
        List<(SnapTradeUser User, PersonalTraces Traces)> farewells,
        CancellationToken cancellationToken
    )
    {
        foreach (var (user, traces) in farewells.Where(f => !f.User.IsBackSinceDeletion))
        {
            if (await traces.IsUnwillingAsync(db, cancellationToken))
                user.OptOut(PersonalTraces.Erased, user.DeletedAt!.Value);
            await traces.RemoveAsync(db, user.DeletedAt!.Value, cancellationToken);
        }
    }

    private void TakeIn(WorkingSet set, IncomingEvent item)
    {
        var user = set.Users[item.UserId];
        var unit = item.ConnectionId is { } id ? set.Connections[id] : null;
        unit?.Connection.Touch(item);
        if (EventTypes.IsData(item.Type))
            return;
        var @event = ConnectionEvent.From(item);
        _stored.Add(@event);
        if (EventTypes.IsAmbiguous(item.Type, item.AttemptResult))
            @event.SetEffect(EventEffect.AwaitingVerification);
        if (item.Type == EventTypes.UserDeleted)
            user.Delete(item.OccurredAt);
        if (item is { Type: EventTypes.ConnectionAttempted, ConnectionId: null })
            user.NoteUnnamedAttempt();
        if (@event.ToFact() is not { } fact)
            unit?.NewEvents.TryAdd(@event.FactId, @event);
        else if (item.Type == EventTypes.UserDeleted)
            set.OfUser(item.UserId).ForEach(u => u.NewFacts.Add(fact));
        else if (unit is not null)
        {
            unit.NewFacts.Add(fact);
            unit.NewEvents.TryAdd(@event.FactId, @event);
        }
    }

    private async Task TakeInChecksAsync(
        WorkingSet set,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var check in checks)
        {
            var unit = set.Connections[check.ConnectionId];
            var connection = unit.Connection;
            // It can't be missing from an answer that is older than it.
            if (check.Health == Health.Deleted && connection.FirstEventAt > check.RequestedAt)
                continue;
            // What came in while SnapTrade was asked is no difference to what it answered; nor is what is believed
            // already, however wrong its clock is taken.
            var believed =
                connection.Health != check.Health && connection.LastFactAt > check.RequestedAt
                    ? await Refolding.HealthAtAsync(db, connection, check.RequestedAt, cancellationToken)
                    : connection.Health;
            TakeIn(unit, check, believed, now);
        }
    }

    private void TakeIn(ConnectionUnit unit, ConnectionCheck check, Health believed, DateTimeOffset now)
    {
        var connection = unit.Connection;
        connection.Describe(
            check.BrokerageId,
            Limits.Cut(check.Name, Limits.Text),
            Limits.Cut(check.Type, Limits.Id),
            check.CreatedAt
        );
        if (Difference.Between(believed, check.Health) is { } kind)
            Differ(unit, check, kind, believed, now);
        connection.Verify(check.Health, check.RequestedAt, check.BrokenAt);
        unit.NewFacts.Add(Connection.VerificationFact(check.Health, check.RequestedAt, check.BrokenAt));
    }

    private void Differ(
        ConnectionUnit unit,
        ConnectionCheck check,
        DifferenceKind kind,
        Health believed,
        DateTimeOffset now
    )
    {
        var difference = Difference.Of(
            kind,
            unit.Connection,
            check.RequestedAt,
            now,
            check.BrokenAt,
            check.IsFirstLook,
            check.PassId
        );
        _differences.Add(difference);
        if (unit.Before?.AwaitingVerification != true)
            _untold.Add(difference);
        // Only being added brings a deleted connection back, broken or not.
        if (believed == Health.Deleted && check.Health == Health.Disabled)
            Note(unit, check, EventTypes.ConnectionAdded, now);
        var type = check.Health switch
        {
            Health.Disabled => EventTypes.ConnectionBroken,
            Health.Deleted => EventTypes.ConnectionDeleted,
            _ => believed == Health.Disabled ? EventTypes.ConnectionFixed : EventTypes.ConnectionAdded,
        };
        Note(unit, check, type, now);
    }

    private void Note(ConnectionUnit unit, ConnectionCheck check, string type, DateTimeOffset now)
    {
        var @event = ConnectionEvent.From(
            new IncomingEvent
            {
                Type = type,
                Source = EventSource.Poll,
                UserId = unit.Connection.UserId,
                ConnectionId = unit.Connection.Id,
                BrokerageId = check.BrokerageId,
                OccurredAt = check.RequestedAt,
                ReceivedAt = now,
                BrokenAt = check.BrokenAt,
            }
        );
        _stored.Add(@event);
        unit.NewEvents.Add(@event.FactId, @event);
        unit.NewFacts.Add(@event.ToFact()!.Value);
    }

    private static List<EventReceipt> Receipts(List<IncomingEvent> fresh) =>
        [
            .. fresh
                .Where(e => e.Key is not null)
                .Select(e => new EventReceipt { Key = e.Key!, ReceivedAt = e.ReceivedAt }),
        ];

    private async Task WriteUsersAsync(WorkingSet set, CancellationToken cancellationToken)
    {
        await _rows.InsertAsync(set.NewUsers, cancellationToken);
        List<SnapTradeUser> changed = [.. set.ChangedUsers(_stored)];
        changed.ForEach(user => user.NextVersion());
        await _rows.UpdateAsync(changed, cancellationToken);
    }

    private async Task WriteEpisodesAsync(WorkingSet set, CancellationToken cancellationToken)
    {
        List<Episode> gone = [],
            added = [];
        List<(Episode, Episode)> changed = [];
        foreach (var unit in set.Connections.Values)
        {
            var before = unit.EpisodesBefore.ToDictionary(e => e.StartedAt);
            foreach (var episode in unit.EpisodesAfter)
            {
                if (!before.Remove(episode.StartedAt, out var known))
                    added.Add(episode);
                else if (known.EndedAt != episode.EndedAt || known.Outcome != episode.Outcome)
                    changed.Add((known, episode));
            }
            gone.AddRange(before.Values);
        }
        await _rows.DeleteAsync(gone, cancellationToken);
        await _rows.InsertAsync(added, cancellationToken);
        await _rows.UpdateAsync(changed, cancellationToken);
    }

    private async Task WriteConnectionsAsync(WorkingSet set, CancellationToken cancellationToken)
    {
        foreach (var unit in set.Connections.Values)
            unit.Connection.NextVersion();
        var units = set.Connections.Values;
        await _rows.InsertAsync([.. units.Where(u => u.IsNew).Select(u => u.Connection)], cancellationToken);
        await _rows.UpdateAsync(
            units.Where(u => !u.IsNew).Select(u => (u.Before!, u.Connection)),
            cancellationToken
        );
    }
}
