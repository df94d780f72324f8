using System.Text.Json.Serialization;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;

namespace Dashboard.Features.Outcomes;

/// <summary>The figures of a period as the REST API describes them. Shares are 0 to 1.</summary>
internal sealed record OutcomeItem(
    DateTimeOffset From,
    DateTimeOffset To,
    DateTimeOffset AsOf,
    int Episodes,
    int Repaired,
    int Deleted,
    int Open,
    TimeToRepairItem TimeToRepair,
    IReadOnlyList<StageItem> Stages,
    IReadOnlyList<FunnelItem> Funnel,
    int RepairedWithoutUs,
    IReadOnlyList<BrokerageOutcomeItem> ByBrokerage
)
{
    private const int Digits = 9;

    /// <summary>Shown in the API's description.</summary>
    public static readonly OutcomeItem Example = new(
        new DateTimeOffset(2026, 10, 23, 14, 2, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 22, 14, 2, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 22, 14, 2, 0, TimeSpan.Zero),
        Episodes: 724,
        Repaired: 565,
        Deleted: 70,
        Open: 89,
        new TimeToRepairItem(165_600, null, new RepairedWithinItem(0.38, 0.75, 0.89)),
        [new StageItem(OutcomeStep.Broke, OutcomeStep.Known, 2)],
        [new FunnelItem(OutcomeStep.Broke, 724), new FunnelItem(OutcomeStep.Contacted, 512)],
        RepairedWithoutUs: 267,
        [
            new BrokerageOutcomeItem(
                new OutcomeBrokerage("e5b81e45-8502-606c-92a2-d049e53b682d", "QUESTRADE", "Questrade"),
                Episodes: 188,
                Open: 24,
                MedianSeconds: 100_800,
                RepairedIn7Days: 0.81
            ),
        ]
    );

    public static OutcomeItem Of(OutcomeFigures figures, IReadOnlyDictionary<string, Brokerage> brokerages) =>
        new(
            figures.From,
            figures.To,
            figures.AsOf,
            figures.Episodes,
            figures.Repaired,
            figures.Deleted,
            figures.Open,
            TimeToRepairItem.Of(figures.Times),
            [.. figures.Stages.Select(s => new StageItem(s.From, s.To, s.MedianSeconds))],
            [.. figures.Funnel.Select(s => new FunnelItem(s.Step, s.Count))],
            figures.RepairedWithoutUs,
            [.. figures.ByBrokerage.Select(b => BrokerageOutcomeItem.Of(b, brokerages))]
        );

    // Sums of fractions: the last digits are noise.
    internal static double? Rounded(double? share) => share is { } exact ? Math.Round(exact, Digits) : null;
}

/// <summary>Null: not reached within the period.</summary>
internal sealed record TimeToRepairItem(
    int? MedianSeconds,
    int? P90Seconds,
    RepairedWithinItem RepairedWithin
)
{
    public static TimeToRepairItem Of(RepairTimes times) =>
        new(
            times.MedianSeconds,
            times.P90Seconds,
            new RepairedWithinItem(
                OutcomeItem.Rounded(times.Day1),
                OutcomeItem.Rounded(times.Day7),
                OutcomeItem.Rounded(times.Day30)
            )
        );
}

/// <summary>The shares repaired in 1, 7 and 30 days, as far as is known; null without episodes.</summary>
internal sealed record RepairedWithinItem(
    [property: JsonPropertyName("P1D")] double? Day1,
    [property: JsonPropertyName("P7D")] double? Day7,
    [property: JsonPropertyName("P30D")] double? Day30
);

internal sealed record StageItem(OutcomeStep From, OutcomeStep To, int? MedianSeconds);

/// <summary>How many episodes reached the step or a later one.</summary>
internal sealed record FunnelItem(OutcomeStep Step, int Count);

/// <summary>Slug and name are null until SnapTrade's list of brokerages was read.</summary>
internal sealed record OutcomeBrokerage(string Id, string? Slug, string? Name);

/// <summary>The brokerage is null for connections whose brokerage is unknown.</summary>
internal sealed record BrokerageOutcomeItem(
    OutcomeBrokerage? Brokerage,
    int Episodes,
    int Open,
    int? MedianSeconds,
    double? RepairedIn7Days
)
{
    public static BrokerageOutcomeItem Of(
        BrokerageOutcome outcome,
        IReadOnlyDictionary<string, Brokerage> brokerages
    )
    {
        var known = outcome.BrokerageId is { } id ? brokerages.GetValueOrDefault(id) : null;
        return new BrokerageOutcomeItem(
            outcome.BrokerageId is null
                ? null
                : new OutcomeBrokerage(outcome.BrokerageId, known?.Slug, known?.Name),
            outcome.Episodes,
            outcome.Open,
            outcome.MedianSeconds,
            OutcomeItem.Rounded(outcome.RepairedIn7Days)
        );
    }
}
