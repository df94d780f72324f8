namespace Dashboard.Domain.Outcomes;

/// <summary>What a change is about.</summary>
public enum ChangedFigure
{
    /// <summary>Breaks a day.</summary>
    Breaks = 1,

    /// <summary>Breaks a day of one brokerage.</summary>
    BrokerageBreaks = 2,

    /// <summary>The share repaired within a number of days.</summary>
    Repaired = 3,

    /// <summary>The share of those at the step before that reach a step.</summary>
    Step = 4,

    /// <summary>The share of the breaks during which an attempt had an error.</summary>
    Error = 5,
}

/// <summary>A figure of two periods.</summary>
/// <param name="Score">The difference in standard errors; negative for a decrease.</param>
public sealed record OutcomeChange(ChangedFigure Figure, double Now, double Before, double Score)
{
    public string? BrokerageId { get; init; }

    /// <summary>Within how many days.</summary>
    public int Days { get; init; }
    public OutcomeStep? Step { get; init; }
    public PortalError? Error { get; init; }

    public bool IsMore => Score > 0;
}
