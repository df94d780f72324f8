using Dashboard.Domain.Deliveries;

namespace Dashboard.Data.Deliveries;

/// <summary>The arrival of webhooks as screens and checks see it, over all nodes.</summary>
/// <param name="ReadAt">When it was read.</param>
/// <param name="LastAcceptedAt">When the last delivery was accepted; null: none was within the lifetime of counts.</param>
/// <param name="Counts">By hour and outcome, of the last 24 hours and the current one.</param>
/// <param name="LatestRefusedId">0: none is kept.</param>
/// <param name="LastLikely">The last refused delivery that SnapTrade probably sent.</param>
/// <param name="Alarms">Those that last.</param>
/// <param name="Nodes">How many nodes run.</param>
/// <param name="UsualThisHour">Null while too little is known.</param>
public sealed record DeliveryState(
    DateTimeOffset ReadAt,
    DateTimeOffset? LastAcceptedAt,
    IReadOnlyList<DeliveryCount> Counts,
    long LatestRefusedId,
    RefusedDelivery? LastLikely,
    IReadOnlyList<WebhookAlarm> Alarms,
    int Nodes,
    UsualArrivals? UsualThisHour
)
{
    /// <summary>Accepted deliveries, repeated ones included.</summary>
    public long Accepted => Counts.Where(c => DeliveryOutcomes.IsAccepted(c.Outcome)).Sum(c => c.Count);

    public long Refused => Counts.Where(c => !DeliveryOutcomes.IsAccepted(c.Outcome)).Sum(c => c.Count);

    /// <summary>Whether deliveries of SnapTrade are refused and none was accepted since.</summary>
    public RefusedDelivery? Unanswered =>
        LastLikely is { } refused && !(LastAcceptedAt > refused.ReceivedAt) ? refused : null;

    /// <summary>What is shown of it, to tell whether a screen has to be rendered again.</summary>
    public (DateTimeOffset?, long, long, long, long, int, int) Shown =>
        (LastAcceptedAt, LatestRefusedId, Accepted, Refused, LastLikely?.Id ?? 0, Alarms.Count, Nodes);
}
