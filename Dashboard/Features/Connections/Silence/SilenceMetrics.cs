using System.Diagnostics.Metrics;

namespace Dashboard.Features.Connections.Silence;

/// <summary>How many connections are silent, for <c>/metrics</c>.</summary>
internal sealed class SilenceMetrics
{
    public const string MeterName = "Dashboard.Connections";

    private long _silent = -1;

    public SilenceMetrics(IMeterFactory meters) =>
        meters
            .Create(MeterName)
            .CreateObservableGauge(
                "connections.silent",
                () =>
                    Interlocked.Read(ref _silent) is >= 0 and var silent
                        ? [new Measurement<long>(silent)]
                        : Array.Empty<Measurement<long>>(),
                "{connection}",
                "Healthy connections without their usual data at the last look, reported by the node that looks."
            );

    /// <param name="silent">How many there are; null: another node looks.</param>
    public void Found(long? silent) => Interlocked.Exchange(ref _silent, silent ?? -1);
}
