namespace Dashboard.Domain.Outcomes;

/// <summary>The parts of a cohort that figures count. A list of a part has as many lines as its figure says.</summary>
public enum CohortPart
{
    All,
    StillBroken,

    /// <summary>Still broken, and nothing was done for the customer.</summary>
    NeverContacted,
    Repaired,
    RepairedWithoutUs,
    Deleted,
    ConnectedAgain,

    /// <summary>This step of the funnel or a later one was reached; the same for the next three.</summary>
    Contacted,
    Opened,
    Started,
    Returned,

    /// <summary>The last step of the funnel.</summary>
    RepairedByUs,
}

public static class CohortParts
{
    public static bool Includes(this CohortPart part, EpisodeFacts episode) =>
        part switch
        {
            CohortPart.StillBroken => episode.IsOpen,
            CohortPart.NeverContacted => episode.IsOpen && episode.IsNeverContacted,
            CohortPart.Repaired => episode.IsRepaired,
            CohortPart.RepairedWithoutUs => episode is { IsRepaired: true, IsRepairedByUs: false },
            CohortPart.Deleted => !episode.IsRepaired && !episode.IsOpen,
            CohortPart.ConnectedAgain => episode.IsConnectedAgain,
            CohortPart.Contacted => episode.At(OutcomeStep.Contacted) is not null,
            CohortPart.Opened => episode.At(OutcomeStep.Opened) is not null,
            CohortPart.Started => episode.At(OutcomeStep.Started) is not null,
            CohortPart.Returned => episode.At(OutcomeStep.Returned) is not null,
            CohortPart.RepairedByUs => episode.IsRepairedByUs,
            _ => true,
        };

    /// <summary>The part that a step of the funnel counts. Repairs without us are counted beside the funnel.</summary>
    public static CohortPart Of(OutcomeStep step) =>
        step switch
        {
            OutcomeStep.Contacted => CohortPart.Contacted,
            OutcomeStep.Opened => CohortPart.Opened,
            OutcomeStep.Started => CohortPart.Started,
            OutcomeStep.Returned => CohortPart.Returned,
            OutcomeStep.Repaired => CohortPart.RepairedByUs,
            _ => CohortPart.All,
        };
}
