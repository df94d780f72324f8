using Dashboard.Domain.Events;
using Dashboard.Simulator.Generation;
using Dashboard.Simulator.State;

namespace Dashboard.Benchmarks.Scale;

/// <summary>Makes events as webhooks and the product itself would have.</summary>
internal sealed class ScaleEvents(Dice dice)
{
    private const string ClientId = "SCALE";

    /// <summary>Changes of a connection that concern no break, with their frequency.</summary>
    private static readonly (string Type, double Weight)[] Others =
    [
        (EventTypes.NewAccountAvailable, 35),
        (EventTypes.ConnectionUpdated, 25),
        (EventTypes.TradeUpdate, 20),
        (EventTypes.TradeDetection, 12),
        (EventTypes.AccountRemoved, 8),
    ];

    public string Id() => dice.Id().Replace("-", "", StringComparison.Ordinal);

    public IncomingEvent Registered(ScaleUser user) =>
        Webhook(EventTypes.UserRegistered, user.Id, connectionId: null, user.RegisteredAt);

    public IncomingEvent Other(ScaleLife life, DateTimeOffset at) =>
        Webhook(dice.PickWeighted(Others, o => o.Weight).Type, life.User.Id, life.Id, at);

    public IncomingEvent Of(ScaleLife life, string type, DateTimeOffset at) =>
        Webhook(
            type,
            life.User.Id,
            life.Id,
            at,
            type == EventTypes.ConnectionAdded ? life.Brokerage.Id : null
        );

    public IncomingEvent Attempt(ScaleLife life, string result, DateTimeOffset at) =>
        Webhook(EventTypes.ConnectionAttempted, life.User.Id, life.Id, at, life.Brokerage.Id, result);

    public IncomingEvent Own(
        ScaleLife life,
        string type,
        EventSource source,
        DateTimeOffset at,
        string linkId,
        string? actor = null,
        string? result = null
    ) =>
        new()
        {
            Key = Id(),
            Type = type,
            Source = source,
            UserId = life.User.Id,
            ConnectionId = life.Id,
            OccurredAt = at,
            ReceivedAt = at,
            Actor = actor,
            AttemptResult = result,
            LinkId = linkId,
        };

    private IncomingEvent Webhook(
        string type,
        string userId,
        string? connectionId,
        DateTimeOffset at,
        string? brokerageId = null,
        string? result = null
    )
    {
        var (key, occurred) = (dice.Id(), at.ToMicroseconds());
        // Ids from here need no escapes.
        var payload =
            $$"""{"webhookId":"{{key}}","clientId":"{{ClientId}}","eventTimestamp":"{{occurred.ToWebhookTime()}}","userId":"{{userId}}","eventType":"{{type}}"{{Part("brokerageAuthorizationId", connectionId)}}{{Part("brokerageId", brokerageId)}}{{Part("connectionAttemptedResult", result)}}}""";
        return new()
        {
            Key = key,
            Type = type,
            Source = EventSource.Webhook,
            UserId = userId,
            ConnectionId = connectionId,
            BrokerageId = brokerageId,
            AttemptResult = result,
            OccurredAt = occurred,
            ReceivedAt = occurred.AddMilliseconds(400 + dice.Below(3000)),
            Payload = payload,
        };
    }

    private static string Part(string name, string? value) => value is null ? "" : $",\"{name}\":\"{value}\"";
}
