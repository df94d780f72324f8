namespace Dashboard.Domain.Events;

/// <summary>One fact about a connection or user, stored permanently.</summary>
public sealed class ConnectionEvent
{
    public long Id { get; private set; }

    /// <summary>SnapTrade's id of the event; null for events of our own.</summary>
    public string? WebhookId { get; private set; }
    public string Type { get; private set; } = "";
    public EventSource Source { get; private set; }
    public string UserId { get; private set; } = "";
    public string? ConnectionId { get; private set; }

    /// <summary>Whether the event names no connection and was assigned to the only possible one.</summary>
    public bool IsInferred { get; private set; }
    public string? BrokerageId { get; private set; }
    public string? AttemptResult { get; private set; }
    public DateTimeOffset OccurredAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }
    public DateTimeOffset? BrokenAt { get; private set; }
    public EventEffect Effect { get; private set; }
    public string? Payload { get; private set; }
    public string? Actor { get; private set; }
    public string? LinkId { get; private set; }

    /// <summary>Orders facts of one instant; the same for every delivery of an event.</summary>
    public string FactId { get; private set; } = "";

    public static ConnectionEvent From(IncomingEvent incoming) =>
        new()
        {
            WebhookId = incoming.Source == EventSource.Webhook ? incoming.Key : null,
            Type = incoming.Type,
            Source = incoming.Source,
            UserId = incoming.UserId,
            ConnectionId = incoming.ConnectionId,
            BrokerageId = incoming.BrokerageId,
            AttemptResult = incoming.AttemptResult,
            OccurredAt = incoming.OccurredAt,
            ReceivedAt = incoming.ReceivedAt,
            BrokenAt = incoming.BrokenAt,
            Payload = incoming.Payload,
            Actor = incoming.Actor,
            LinkId = incoming.LinkId,
            FactId = incoming.Key ?? Guid.CreateVersion7(incoming.ReceivedAt).ToString("N"),
        };

    /// <summary>What the event claims about its connection's health; null when it claims nothing.</summary>
    public HealthFact? ToFact() =>
        EventTypes.FactOf(Type) is { } kind ? new HealthFact(OccurredAt, kind, FactId, BrokenAt) : null;

    public void SetEffect(EventEffect effect) => Effect = effect;

    /// <summary>Assigns an event that names no connection to the only possible one, or to none.</summary>
    public void Infer(string? connectionId)
    {
        ConnectionId = connectionId;
        IsInferred = connectionId is not null;
    }
}
