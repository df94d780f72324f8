using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconciliation;

namespace Dashboard.Data.Events;

/// <summary>Compares the checks of a batch with what is stored, and turns each difference into an event.</summary>
internal sealed class CheckIntake(DashboardDbContext db, IReadOnlyList<ConnectionCheck> checks)
{
    private readonly List<Difference> _differences = [];
    private readonly List<Difference> _unreported = [];

    public IReadOnlyList<Difference> Differences => _differences;

    /// <summary>The differences that no event had reported.</summary>
    public IReadOnlyList<Difference> UnreportedDifferences => _unreported;

    /// <param name="stored">Receives the events made from the differences.</param>
    public async Task TakeInAsync(
        WorkingSet set,
        List<ConnectionEvent> stored,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        foreach (var check in checks)
        {
            var unit = set.Connections[check.ConnectionId];
            var connection = unit.Connection;
            // A connection created after the request can't be in the response.
            if (check.Health == Health.Deleted && connection.FirstEventAt > check.RequestedAt)
                continue;
            // An event that arrived during the request is not a difference, nor is a health that is already stored,
            // however far SnapTrade's clock is off. What is about to be recomputed has no health yet.
            var believed =
                unit.MustFold
                || (connection.Health != check.Health && connection.LastFactAt > check.RequestedAt)
                    ? await Refolding.HealthAtAsync(db, connection, check.RequestedAt, cancellationToken)
                    : connection.Health;
            TakeIn(unit, check, believed, stored, now);
        }
    }

    private void TakeIn(
        ConnectionUnit unit,
        ConnectionCheck check,
        Health believed,
        List<ConnectionEvent> stored,
        DateTimeOffset now
    )
    {
        var connection = unit.Connection;
        connection.Describe(
            check.BrokerageId,
            Limits.Cut(check.Name, Limits.Text),
            Limits.Cut(check.Type, Limits.Id),
            check.CreatedAt
        );
        if (Difference.Between(believed, check.Health) is { } kind)
            stored.AddRange(Differ(unit, check, kind, believed, now));
        connection.Verify(check.Health, check.RequestedAt, check.BrokenAt);
        unit.NewFacts.Add(HealthFact.OfCheck(check.Health, check.RequestedAt, check.BrokenAt));
    }

    private IEnumerable<ConnectionEvent> Differ(
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
            _unreported.Add(difference);
        // Only an addition brings a deleted connection back, broken or not.
        if (believed == Health.Deleted && check.Health == Health.Disabled)
            yield return Note(unit, check, EventTypes.ConnectionAdded, now);
        var type = check.Health switch
        {
            Health.Disabled => EventTypes.ConnectionBroken,
            Health.Deleted => EventTypes.ConnectionDeleted,
            _ => believed == Health.Disabled ? EventTypes.ConnectionFixed : EventTypes.ConnectionAdded,
        };
        yield return Note(unit, check, type, now);
    }

    private static ConnectionEvent Note(
        ConnectionUnit unit,
        ConnectionCheck check,
        string type,
        DateTimeOffset now
    )
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
        unit.NewEvents.Add(@event.FactId, @event);
        unit.NewFacts.Add(@event.ToFact()!.Value);
        return @event;
    }
}
