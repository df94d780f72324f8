using Dashboard.Domain.Events;

namespace Dashboard.Tests.Support;

/// <summary>Builds things with sensible values where a test does not care.</summary>
public static class Some
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static IncomingEvent Event(
        string type,
        double minute = 0,
        string? connectionId = "connection-1",
        string userId = "user-1",
        string? key = null,
        string? brokerageId = null,
        string? attemptResult = null,
        EventSource source = EventSource.Webhook
    ) =>
        new()
        {
            Key = key ?? Guid.NewGuid().ToString(),
            Type = type,
            Source = source,
            UserId = userId,
            ConnectionId = connectionId,
            BrokerageId = brokerageId,
            AttemptResult = attemptResult,
            OccurredAt = Noon.AddMinutes(minute),
            ReceivedAt = Noon.AddMinutes(minute).AddSeconds(2),
            Payload = "{}",
        };

    public static IncomingEvent Broken(
        double minute = 0,
        string connectionId = "connection-1",
        string userId = "user-1"
    ) => Event(EventTypes.ConnectionBroken, minute, connectionId, userId);

    public static IncomingEvent Fixed(
        double minute = 0,
        string connectionId = "connection-1",
        string userId = "user-1"
    ) => Event(EventTypes.ConnectionFixed, minute, connectionId, userId);

    public static IncomingEvent Added(
        double minute = 0,
        string connectionId = "connection-1",
        string userId = "user-1",
        string brokerageId = "questrade-id"
    ) => Event(EventTypes.ConnectionAdded, minute, connectionId, userId, brokerageId: brokerageId);
}
