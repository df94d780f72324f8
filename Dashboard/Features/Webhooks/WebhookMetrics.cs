using System.Diagnostics.Metrics;
using Dashboard.Data.Events;
using Dashboard.Domain.Events;

namespace Dashboard.Features.Webhooks;

/// <summary>
/// Counts of deliveries, the time from arrival to commit, and what awaited bodies hold, for <c>/metrics</c>.
/// </summary>
internal sealed class WebhookMetrics
{
    public const string MeterName = "Dashboard.Webhooks";

    private readonly Counter<long> _accepted;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _duration;

    public WebhookMetrics(IMeterFactory meters, BodyBudget bodies)
    {
        var meter = meters.Create(MeterName);
        _accepted = meter.CreateCounter<long>(
            "webhooks.accepted",
            "{delivery}",
            "Deliveries answered with 200."
        );
        _refused = meter.CreateCounter<long>(
            "webhooks.refused",
            "{delivery}",
            "Deliveries refused, by reason."
        );
        _duration = meter.CreateHistogram<double>("webhooks.commit.duration", "s", "From arrival to commit.");
        meter.CreateObservableGauge(
            "webhooks.bodies.awaited",
            () => bodies.Awaited,
            "{delivery}",
            "Deliveries whose body has not arrived completely."
        );
        meter.CreateObservableGauge(
            "webhooks.bodies.size",
            () => bodies.Bytes,
            "By",
            $"Bytes of those that have arrived, of at most {BodyBudget.MaxBytes}."
        );
    }

    public void Accepted(string type, Appended result, TimeSpan elapsed)
    {
        // SnapTrade may send types that are not known yet; their names must not grow the metric.
        var known = EventTypes.All.Contains(type) || EventTypes.IsData(type) ? type : "other";
        _accepted.Add(1, new("type", known), new("duplicate", result == Appended.Duplicate));
        _duration.Record(elapsed.TotalSeconds);
    }

    public void Refused(string reason) =>
        _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
