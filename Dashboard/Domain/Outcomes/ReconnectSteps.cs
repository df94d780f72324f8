namespace Dashboard.Domain.Outcomes;

/// <summary>How many episodes get how far, from the break to a repair by one of our links.</summary>
public static class ReconnectSteps
{
    private static readonly OutcomeStep[] Steps =
    [
        OutcomeStep.Broke,
        OutcomeStep.Contacted,
        OutcomeStep.Opened,
        OutcomeStep.Started,
        OutcomeStep.Returned,
        OutcomeStep.Repaired,
    ];

    public static IReadOnlyList<FunnelStep> Of(IReadOnlyCollection<EpisodeFacts> cohort) =>
        [
            .. Steps.Select(
                (step, i) =>
                    new FunnelStep(
                        step,
                        cohort.Count(e => Reached(e, step)),
                        i == 0
                            ? null
                            : StageTimes.MedianOf(
                                cohort.Where(e => Reached(e, Steps[i - 1])),
                                Steps[i - 1],
                                step
                            )
                    )
            ),
        ];

    // Repairs without us are counted beside the funnel.
    private static bool Reached(EpisodeFacts episode, OutcomeStep step) =>
        step == OutcomeStep.Repaired ? episode.IsRepairedByUs : episode.At(step) is not null;

    /// <summary>The step before which most episodes are lost; null when none is lost.</summary>
    public static (OutcomeStep From, OutcomeStep To, int Lost)? LargestLoss(
        IReadOnlyList<FunnelStep> funnel
    ) =>
        funnel
            .Zip(funnel.Skip(1), (from, to) => (From: from.Step, To: to.Step, Lost: from.Count - to.Count))
            .Where(loss => loss.Lost > 0)
            .OrderByDescending(loss => loss.Lost)
            .Select(loss => ((OutcomeStep, OutcomeStep, int)?)loss)
            .FirstOrDefault();
}
