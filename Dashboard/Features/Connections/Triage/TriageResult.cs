using System.Globalization;

namespace Dashboard.Features.Connections.Triage;

/// <summary>Why a decision about connections was not taken.</summary>
public enum TriageObstacle
{
    /// <summary>Somebody else was quicker.</summary>
    ChangedMeanwhile,

    /// <summary>There is no such connection.</summary>
    Gone,

    /// <summary>Only what is broken can be put off.</summary>
    NotBroken,

    /// <summary>More connections than one act may change.</summary>
    TooMany,

    /// <summary>The time is past, or more than a year away.</summary>
    NotAhead,

    /// <summary>The note does not fit.</summary>
    TooLong,

    /// <summary>The operator was disabled, or may no longer do this.</summary>
    NoSuchOperator,
}

/// <param name="By">Who was quicker, where that is known.</param>
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
                $"That is more than {TriageResult.Number(ConnectionTriage.MostAtOnce)} connections. Narrow the list with a filter and do it in parts.",
            TriageObstacle.NotAhead => "Choose a time from now on, within a year.",
            TriageObstacle.TooLong =>
                $"The note is too long. Keep it within {TriageResult.Number(TriageChange.LongestNote)} characters.",
            _ => "This person can’t take connections any more. Choose somebody else.",
        };
}

/// <summary>What came of a decision.</summary>
/// <param name="Changed">How many connections it changed.</param>
/// <param name="LeftOut">How many it made no sense for, such as repaired ones.</param>
public sealed record TriageResult(int Changed, int LeftOut, TriageRefusal? Refusal = null)
{
    internal static TriageResult No(TriageRefusal refusal) => new(0, 0, refusal);

    /// <summary>What to tell whoever decided.</summary>
    /// <param name="done">What was done: "Snoozed until tomorrow".</param>
    public string Words(string done) =>
        this switch
        {
            { Refusal: { } refusal } => refusal.Words,
            { Changed: 0 } => "Nothing to change: it was so already.",
            { Changed: 1, LeftOut: 0 } => $"{done}.",
            { LeftOut: 0 } => $"{done}: {Count(Changed)}.",
            _ => $"{done}: {Count(Changed)}; {Count(LeftOut)} left out, not broken any more.",
        };

    private static string Count(int count) => count == 1 ? "1 connection" : $"{Number(count)} connections";

    internal static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
