namespace Dashboard.Features.Connections.Triage;

/// <summary>Why a decision about connections was not taken.</summary>
public enum TriageObstacle
{
    /// <summary>Somebody else changed it first.</summary>
    ChangedMeanwhile,

    /// <summary>There is no such connection.</summary>
    Gone,

    /// <summary>Only disabled connections can be snoozed.</summary>
    NotBroken,

    /// <summary>More connections than one action may change.</summary>
    TooMany,

    /// <summary>The time is past, or more than a year away.</summary>
    NotAhead,

    /// <summary>The note is too long.</summary>
    TooLong,

    /// <summary>The operator was disabled, or lost the permission.</summary>
    NoSuchOperator,
}
