using Dashboard.Text;

namespace Dashboard.Features.Connections.Triage;

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
