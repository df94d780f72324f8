namespace Dashboard.Domain.Events;

/// <summary>An event to record in the history, from any source.</summary>
public sealed record IncomingEvent
{
    /// <summary>
    /// Unique among all events ever accepted: SnapTrade's <c>webhookId</c>, or a key of ours for an event
    /// that must not be recorded twice. Null for events that can't be repeated.
    /// </summary>
    public string? Key { get; init; }
    public required string Type { get; init; }
    public required EventSource Source { get; init; }
    public required string UserId { get; init; }
    public string? ConnectionId { get; init; }
    public string? BrokerageId { get; init; }
    public string? AttemptResult { get; init; }

    /// <summary>When it happened by SnapTrade's clock; for a poll, when its request began.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>When it reached us, by our clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>SnapTrade's <c>disabled_date</c>, when a poll found the connection disabled.</summary>
    public DateTimeOffset? BrokenAt { get; init; }

    /// <summary>The event as JSON without secrets; null for events of our own making.</summary>
    public string? Payload { get; init; }

    /// <summary>False for a data event that reports only failures.</summary>
    public bool DataDelivered { get; init; } = true;

    /// <summary>Who caused it: an operator's or API key's name.</summary>
    public string? Actor { get; init; }

    /// <summary>The reconnect link it belongs to.</summary>
    public string? LinkId { get; init; }
}
