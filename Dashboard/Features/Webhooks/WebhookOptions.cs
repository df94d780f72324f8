using System.ComponentModel;
using Dashboard.Domain.Deliveries;

namespace Dashboard.Features.Webhooks;

/// <summary>Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>
    /// How old a correctly signed event may be. SnapTrade redelivers with the original timestamp, so this is
    /// far longer than the five minutes of its sample.
    /// </summary>
    [Description("The age up to which a signed webhook is accepted.")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>No shorter silence raises an alarm, however many deliveries are usual.</summary>
    [Description("How long webhooks must be missing at least before an alarm.")]
    public TimeSpan SilenceAfter { get; set; } = ArrivalRules.MinSilence;

    /// <summary>How far ahead of ours SnapTrade's clock may be.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>The largest body in bytes.</summary>
    public const int MaxBodySize = 256 * 1024;

    /// <summary>
    /// How long an accepted event's id is remembered. Longer than <see cref="MaxAge"/>, so that a repeated
    /// event is either recognised or too old.
    /// </summary>
    public TimeSpan ReceiptLifetime =>
        TimeSpan.FromTicks(Math.Max(2 * MaxAge.Ticks, TimeSpan.TicksPerDay * 7));
}
