using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Generation;

/// <summary>Collects the generated events.</summary>
internal sealed class HistoryWriter(Dice dice)
{
    private readonly List<SimulatedEvent> _events = [];

    public void Add(string type, string userId, DateTimeOffset at) =>
        _events.Add(new(dice.Id(), type, userId, null, null, at));

    /// <summary>Adds an event of a connection with the fields its type carries.</summary>
    public void Add(string type, SimulatedAuthorization connection, DateTimeOffset at)
    {
        var namesBrokerage = type is SimulatedEventType.Added or SimulatedEventType.Deleted;
        var brokerageId = namesBrokerage ? connection.BrokerageId : null;
        _events.Add(new(dice.Id(), type, connection.UserId, connection.Id, brokerageId, at));
    }

    /// <summary>An attempt names the brokerage but no connection, as SnapTrade's do.</summary>
    public void AddAttempt(SimulatedAuthorization connection, string result, DateTimeOffset at) =>
        _events.Add(
            new(
                dice.Id(),
                SimulatedEventType.Attempted,
                connection.UserId,
                null,
                connection.BrokerageId,
                at,
                result
            )
        );

    public Dictionary<string, DateTimeOffset> FirstEventOfUsers() =>
        _events
            .GroupBy(happened => happened.UserId, StringComparer.Ordinal)
            .ToDictionary(
                events => events.Key,
                events => events.Min(happened => happened.OccurredAt),
                StringComparer.Ordinal
            );

    public IReadOnlyList<SimulatedEvent> InOrder() => [.. _events.OrderBy(happened => happened.OccurredAt)];
}
