using Dashboard.Text;

namespace Dashboard.Features.Connections.Triage;

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
            { Changed: 0 } => "Nothing to change.",
            { Changed: 1, LeftOut: 0 } => $"{done}.",
            { LeftOut: 0 } => $"{done}: {Counts.Of(Changed, "connection")}.",
            _ =>
                $"{done}: {Counts.Of(Changed, "connection")}; {Counts.Of(LeftOut, "connection")} left out: no longer broken.",
        };
}
