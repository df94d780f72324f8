using System.Diagnostics.Metrics;

namespace Dashboard.Features.Settings.Health;

/// <summary>The verdict and the figures behind it, for <c>/metrics</c>. What is not known is absent.</summary>
internal sealed class HealthMetrics
{
    public const string MeterName = "Dashboard.Health";

    private volatile Judgement? _last;

    public HealthMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        meter.CreateObservableGauge(
            "health.standing",
            () =>
                (_last?.Verdict.Parts ?? []).Select(part => new Measurement<int>(
                    (int)part.Standing,
                    new KeyValuePair<string, object?>("part", part.Name)
                )),
            description: "Each part of the verdict: 0 working, 1 not known, 2 needs attention, 3 failing."
        );
        Gauge(
            meter,
            "webhooks.last_accepted.age",
            "s",
            "Time since a delivery was accepted, on any node.",
            facts => (facts.Now - facts.Deliveries?.LastAcceptedAt)?.TotalSeconds
        );
        Gauge(
            meter,
            "webhooks.writer.waiting",
            "{event}",
            "Events that wait to be committed on this node.",
            facts => facts.Waiting
        );
        Gauge(
            meter,
            "reconciliation.full_check.age",
            "s",
            "Time since a full check finished.",
            facts => (facts.Now - facts.LastCheck?.FinishedAt)?.TotalSeconds
        );
        Gauge(
            meter,
            "database.size",
            "By",
            "The database file; absent with SQL Server.",
            facts => facts.Space?.Database
        );
        Gauge(
            meter,
            "database.log.size",
            "By",
            "The write-ahead log beside the database; absent with SQL Server.",
            facts => facts.Space?.Log
        );
        Gauge(
            meter,
            "database.volume.free",
            "By",
            "What is free on the database's volume; absent with SQL Server.",
            facts => facts.Space?.Free
        );
        Gauge(meter, "nodes.running", "{node}", "Nodes that run.", facts => facts.Deliveries?.Nodes);
    }

    public void Judged(HealthFacts facts, Verdict verdict) => _last = new(facts, verdict);

    private void Gauge(
        Meter meter,
        string name,
        string unit,
        string description,
        Func<HealthFacts, double?> value
    ) =>
        meter.CreateObservableGauge(
            name,
            () =>
                _last is { } last && value(last.Facts) is { } known
                    ? [new Measurement<double>(known)]
                    : Array.Empty<Measurement<double>>(),
            unit,
            description
        );

    private sealed record Judgement(HealthFacts Facts, Verdict Verdict);
}
