using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>Records a batch of events and checks within one transaction. For a single use.</summary>
internal sealed class EventBatch(
    DashboardDbContext db,
    IReadOnlyList<IncomingEvent> incoming,
    IReadOnlyList<ConnectionCheck> checks
)
{
    private static readonly PreparedQuery<List<string>, string> KnownKeys = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db, List<string> keys) =>
                db.Receipts.Where(r => keys.Contains(r.Key)).Select(r => r.Key)
        )
    );

    private readonly RowCommands _rows = new(db);
    private readonly List<ConnectionEvent> _stored = [];
    private readonly CheckIntake _checks = new(db, checks);
    private readonly Appended[] _results = new Appended[incoming.Count];

    public IReadOnlyList<Appended> Results => _results;
    public IReadOnlyList<Difference> Differences => _checks.Differences;
    public IReadOnlyList<ConnectionChange> Changes { get; private set; } = [];

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var fresh = await DeletedUserIds.RestoreAsync(
            db,
            await DropRepeatedAsync(cancellationToken),
            cancellationToken
        );
        var set = await WorkingSet.LoadAsync(db, fresh, checks, now, cancellationToken);
        await IntakeTimes.ReturnAsync(db, set, checks, now, cancellationToken);
        var deletedUsers = await FindTracesAsync(set, fresh, cancellationToken);
        foreach (var item in fresh)
            TakeIn(set, item);
        await _checks.TakeInAsync(set, _stored, now, cancellationToken);
        await Refolding.ProjectAsync(db, set, cancellationToken);
        foreach (var check in checks)
            set.Connections[check.ConnectionId].Connection.PauseIfUnsettled(now);

        await _rows.InsertAsync(Receipts(fresh), cancellationToken);
        await _rows.InsertAsync(_stored, cancellationToken);
        await _rows.InsertAsync(_checks.UnreportedDifferences, cancellationToken);
        await ForgetAsync(deletedUsers, cancellationToken);
        await _rows.WriteUsersAsync(db, set, _stored, cancellationToken);
        await _rows.WriteEpisodesAsync(set, cancellationToken);
        await AttemptAttribution.RunAsync(db, set, _stored, cancellationToken);
        await _rows.WriteConnectionsAsync(set, cancellationToken);
        await HealthTally.WriteAsync(db, set.Connections.Values, cancellationToken);
        Changes = [.. set.Connections.Values.Select(unit => unit.Change()).OfType<ConnectionChange>()];
    }

    private async Task<List<IncomingEvent>> DropRepeatedAsync(CancellationToken cancellationToken)
    {
        var keys = incoming.Select(e => e.Key).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var known =
            keys.Count == 0
                ? []
                : await KnownKeys.Run(db, keys).ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
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

    // Read before the rows are erased, because afterwards other data about the users can't be found.
    private async Task<List<(SnapTradeUser User, PersonalTraces Traces)>> FindTracesAsync(
        WorkingSet set,
        IEnumerable<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var deletedUsers = new List<(SnapTradeUser, PersonalTraces)>();
        foreach (
            var id in events
                .Where(e => e.Type == EventTypes.UserDeleted)
                .Select(e => e.UserId)
                .Distinct(StringComparer.Ordinal)
        )
            deletedUsers.Add(
                (set.Users[id], await PersonalTraces.FindAsync(db, set.Users[id], cancellationToken))
            );
        return deletedUsers;
    }

    private async Task ForgetAsync(
        List<(SnapTradeUser User, PersonalTraces Traces)> deletedUsers,
        CancellationToken cancellationToken
    )
    {
        foreach (var (user, traces) in deletedUsers.Where(d => !d.User.IsBackSinceDeletion))
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

    private static List<EventReceipt> Receipts(List<IncomingEvent> fresh) =>
        [
            .. fresh
                .Where(e => e.Key is not null)
                .Select(e => new EventReceipt
                {
                    Key = e.Key!,
                    ReceivedAt = e.ReceivedAt,
                    IsWebhook = e.Source == EventSource.Webhook,
                }),
        ];
}
