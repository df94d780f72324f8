namespace Dashboard.Domain.Outcomes;

/// <summary>The steps from a break to its repair, in their order.</summary>
public enum OutcomeStep
{
    Broke = 1,

    /// <summary>The break was received, or found by a check.</summary>
    Known = 2,
    Contacted = 3,
    Opened = 4,

    /// <summary>The portal was started.</summary>
    Started = 5,

    /// <summary>The customer came back from the portal.</summary>
    Returned = 6,
    Repaired = 7,
}
