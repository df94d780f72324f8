using Dashboard.Text;

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

/// <param name="By">Who changed it first, if that is known.</param>
public sealed record TriageRefusal(TriageObstacle Obstacle, string? By = null)
{
    /// <summary>What happened and what to do.</summary>
    public string Words =>
        Obstacle switch
        {
            TriageObstacle.ChangedMeanwhile =>
                $"{By ?? "A colleague"} changed this a moment ago. Look at it again, then repeat what you still want.",
            TriageObstacle.Gone => "This connection is not known any more. Reload the page.",
            TriageObstacle.NotBroken => "Nothing was snoozed: only broken connections can be.",
            TriageObstacle.TooMany =>
                $"That is more than {Counts.Number(ConnectionTriage.MaxAtOnce)} connections. Narrow the list with a filter and do it in parts.",
            TriageObstacle.NotAhead => "Choose a time from now on, within a year.",
            TriageObstacle.TooLong =>
                $"The note is too long. Keep it within {Counts.Number(TriageChange.MaxNoteLength)} characters.",
            _ => "This person can’t take connections any more. Choose somebody else.",
        };
}

/// <summary>The result of a decision.</summary>
/// <param name="Changed">How many connections it changed.</param>
/// <param name="LeftOut">How many it does not apply to, such as repaired ones.</param>
public sealed record TriageResult(int Changed, int LeftOut, TriageRefusal? Refusal = null)
{
    internal static TriageResult No(TriageRefusal refusal) => new(0, 0, refusal);

    /// <summary>What to tell the operator.</summary>
    /// <param name="done">What was done: "Snoozed until tomorrow".</param>
    public string Words(string done) =>
        this switch
        {
            { Refusal: { } refusal } => refusal.Words,
            { Changed: 0 } => "Nothing to change: it was so already.",
            { Changed: 1, LeftOut: 0 } => $"{done}.",
            { LeftOut: 0 } => $"{done}: {Counts.Of(Changed, "connection")}.",
            _ =>
                $"{done}: {Counts.Of(Changed, "connection")}; {Counts.Of(LeftOut, "connection")} left out, not broken any more.",
        };
}
