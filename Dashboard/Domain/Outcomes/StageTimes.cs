using Dashboard.Domain.Connections;

namespace Dashboard.Domain.Outcomes;

/// <summary>Where time goes: how long each step waits for the next.</summary>
public static class StageTimes
{
    private static readonly OutcomeStep[] Steps =
    [
        OutcomeStep.Broke,
        OutcomeStep.Known,
        OutcomeStep.Contacted,
        OutcomeStep.Opened,
        OutcomeStep.Started,
        OutcomeStep.Repaired,
    ];

    public static IReadOnlyList<StageTime> Of(IReadOnlyCollection<EpisodeFacts> cohort) =>
        [
            .. Steps
                .Zip(Steps.Skip(1))
                .Select(pair => new StageTime(
                    pair.First,
                    pair.Second,
                    MedianOf(cohort, pair.First, pair.Second)
                )),
        ];

    /// <summary>
    /// Within what time half of the episodes that reached a step reach the next. Open ones count as far as they are known; an
    /// end without the next step, such as a repair without contact, is a competing end.
    /// </summary>
    public static int? MedianOf(IEnumerable<EpisodeFacts> cohort, OutcomeStep from, OutcomeStep to) =>
        RepairCurve
            .Of(
                cohort
                    .Where(e => e.At(from) is not null)
                    .Select(e => new Observation(
                        Math.Max(0, (e.At(to) ?? e.Lasted) - e.At(from)!.Value),
                        e.At(to) is not null ? EpisodeOutcome.Repaired
                            : e.IsOpen ? null
                            : EpisodeOutcome.Deleted
                    ))
            )
            .Within(0.5);
}
