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
                            ),
                        cohort.Count(e => IsLostAt(e, i))
                    )
            ),
        ];

    private static bool Reached(EpisodeFacts episode, OutcomeStep step) =>
        CohortParts.Of(step).Includes(episode);

    // Customers who repaired it without us were not lost.
    private static bool IsLostAt(EpisodeFacts episode, int step) =>
        step + 1 < Steps.Length
        && Reached(episode, Steps[step])
        && !Reached(episode, Steps[step + 1])
        && !episode.IsRepaired;

    /// <summary>The step before which most episodes are lost; null when none is lost.</summary>
    public static (OutcomeStep From, OutcomeStep To, int Lost)? LargestLoss(
        IReadOnlyList<FunnelStep> funnel
    ) =>
        funnel
            .Zip(funnel.Skip(1), (from, to) => (From: from.Step, To: to.Step, from.Lost))
            .Where(loss => loss.Lost > 0)
            .OrderByDescending(loss => loss.Lost)
            .Select(loss => ((OutcomeStep, OutcomeStep, int)?)loss)
            .FirstOrDefault();
}
