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
                $"{By ?? "A colleague"} has just changed this. Review it, then repeat your change.",
            TriageObstacle.Gone => "This connection no longer exists here. Reload the page.",
            TriageObstacle.NotBroken => "Nothing was snoozed: only broken connections can be snoozed.",
            TriageObstacle.TooMany =>
                $"That is more than {Counts.Number(ConnectionTriage.MaxAtOnce)} connections. Narrow the list with a filter, and repeat this for each part.",
            TriageObstacle.NotAhead => "Choose a future time within one year.",
            TriageObstacle.TooLong =>
                $"The note is too long. Enter at most {Counts.Number(TriageChange.MaxNoteLength)} characters.",
            _ => "Connections can no longer be assigned to this person. Choose someone else.",
        };
}
