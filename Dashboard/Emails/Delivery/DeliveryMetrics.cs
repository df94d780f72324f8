using System.Diagnostics.Metrics;
using Dashboard.Domain.Emails;

namespace Dashboard.Emails.Delivery;

/// <summary>Outcomes and delivery times of reconnect e-mails, for <c>/metrics</c>.</summary>
internal sealed class DeliveryMetrics
{
    public const string MeterName = "Dashboard.Emails";

    private readonly Counter<long> _finished;
    private readonly Counter<long> _retried;
    private readonly Histogram<double> _duration;

    public DeliveryMetrics(IMeterFactory meters, DispatcherState state)
    {
        var meter = meters.Create(MeterName);
        _finished = meter.CreateCounter<long>(
            "emails.finished",
            "{email}",
            "Reconnect e-mails that reached a final state, by state."
        );
        _retried = meter.CreateCounter<long>(
            "emails.retried",
            "{attempt}",
            "Attempts after which a reconnect e-mail waits for another attempt."
        );
        _duration = meter.CreateHistogram<double>(
            "emails.delivery.duration",
            "s",
            "From claim to the mail server's answer."
        );
        meter.CreateObservableGauge(
            "emails.queued",
            () =>
                state.Current.Queued is { } queued
                    ? [new Measurement<int>(queued)]
                    : Array.Empty<Measurement<int>>(),
            "{email}",
            "Reconnect e-mails that wait, reported by the node that sends."
        );
    }

    public void Finished(EmailState state) =>
        _finished.Add(1, new KeyValuePair<string, object?>("state", state.ToString()));

    public void Retried() => _retried.Add(1);

    public void Answered(TimeSpan elapsed) => _duration.Record(elapsed.TotalSeconds);
}
