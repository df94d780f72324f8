using System.Diagnostics.Metrics;

namespace Dashboard.SnapTrade;

/// <summary>Calls to SnapTrade by result, and how long they waited for the rate budget, for <c>/metrics</c>.</summary>
public sealed class SnapTradeMetrics
{
    public const string MeterName = "Dashboard.SnapTrade";

    private readonly Counter<long> _calls;
    private readonly Counter<long> _heldBack;
    private readonly Histogram<double> _waiting;

    public SnapTradeMetrics(IMeterFactory meters, SnapTradeRateBudget budget, SnapTradeClock clock)
    {
        var meter = meters.Create(MeterName);
        _calls = meter.CreateCounter<long>("snaptrade.calls", "{call}", "Calls made, by result.");
        _heldBack = meter.CreateCounter<long>(
            "snaptrade.calls.held_back",
            "{call}",
            "Interactive calls not made, since the limit was used up."
        );
        _waiting = meter.CreateHistogram<double>(
            "snaptrade.budget.wait.duration",
            "s",
            "Time a call waited for the rate budget."
        );
        meter.CreateObservableGauge(
            "snaptrade.clock.offset",
            () => clock.Believed.TotalSeconds,
            "s",
            "How far SnapTrade's clock is believed to be ahead of ours."
        );
        meter.CreateObservableGauge(
            "snaptrade.clock.last_offset",
            () => clock.Last.TotalSeconds,
            "s",
            "How far the last answer's Date header was ahead of our clock."
        );
        meter.CreateObservableGauge(
            "snaptrade.budget.used",
            () => budget.Snapshot().UsedInLastMinute,
            "{call}",
            "Calls of this node that count against the limit."
        );
        meter.CreateObservableGauge(
            "snaptrade.budget.waiting",
            () => budget.Snapshot().Waiting,
            "{call}",
            "Calls that wait for the rate budget."
        );
        meter.CreateObservableGauge(
            "snaptrade.budget.slowed_by",
            () => budget.Snapshot().SlowedBy,
            description: "How much rarer background calls are than at full speed."
        );
    }

    /// <param name="failure">Null for a call that succeeded.</param>
    public void Called(CallPriority priority, SnapTradeErrorKind? failure) =>
        _calls.Add(
            1,
            new("priority", $"{priority}"),
            new("result", failure is null ? "Succeeded" : $"{failure}")
        );

    public void HeldBack(CallPriority priority) =>
        _heldBack.Add(1, new KeyValuePair<string, object?>("priority", $"{priority}"));

    public void Waited(CallPriority priority, TimeSpan duration) =>
        _waiting.Record(duration.TotalSeconds, new KeyValuePair<string, object?>("priority", $"{priority}"));
}
