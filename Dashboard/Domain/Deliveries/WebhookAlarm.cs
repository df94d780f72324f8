namespace Dashboard.Domain.Deliveries;

/// <summary>What is wrong with the arrival of webhooks.</summary>
public enum WebhookAlarmKind
{
    /// <summary>None arrives any more.</summary>
    Silent = 1,

    /// <summary>Far fewer arrive than usual at this weekday and hour.</summary>
    Low = 2,

    /// <summary>Deliveries of SnapTrade are refused.</summary>
    Refused = 3,
}

/// <summary>A period in which webhooks did not arrive as they should.</summary>
public sealed class WebhookAlarm
{
    public long Id { get; private set; }
    public required WebhookAlarmKind Kind { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it lasts.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the last delivery before it was accepted; null: none ever was.</summary>
    public DateTimeOffset? LastAcceptedAt { get; init; }

    /// <summary>How many deliveries arrived, or were refused, when it began.</summary>
    public required long Seen { get; init; }

    /// <summary>How many would have been usual; null when that is not what it is about.</summary>
    public double? Usual { get; init; }

    /// <summary>The fault of refused deliveries.</summary>
    public DeliveryFault? Fault { get; init; }
    public string? Detail { get; init; }

    public void End(DateTimeOffset at) => EndedAt = at;
}
