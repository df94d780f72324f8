using Dashboard.Features.Connections.Selection;

namespace Dashboard.Features.Connections.Triage;

/// <summary>Which connections a decision is about, and what was known when it was taken.</summary>
internal sealed record TriageTarget
{
    private TriageTarget(SelectedConnections connections) => Connections = connections;

    public SelectedConnections Connections { get; }

    /// <summary>Whether only what was seen may be changed.</summary>
    private bool IsStrict { get; init; }

    private Domain.Connections.Triage? Seen { get; init; }

    /// <summary>Several, whatever was decided about them before.</summary>
    public static TriageTarget Of(SelectedConnections connections) => new(connections);

    /// <summary>One, as somebody has it before their eyes.</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="seen">Null when nothing was ever decided about it.</param>
    public static TriageTarget Of(string connectionId, Domain.Connections.Triage? seen) =>
        new(new SelectedConnections("1 connection", Filter: null, [connectionId]))
        {
            IsStrict = true,
            Seen = seen,
        };

    /// <summary>Null while what was seen still stands.</summary>
    /// <param name="now">What there is now: nothing, or the one.</param>
    public TriageRefusal? Overtaken(IEnumerable<Domain.Connections.Triage> now)
    {
        if (!IsStrict)
            return null;
        var triage = now.SingleOrDefault();
        if ((triage?.Version ?? 0) == (Seen?.Version ?? 0))
            return null;
        var by =
            triage?.NoteAt != Seen?.NoteAt ? triage?.NoteBy
            : triage?.SnoozedAt != Seen?.SnoozedAt ? triage?.SnoozedBy
            : null;
        return new TriageRefusal(TriageObstacle.ChangedMeanwhile, by);
    }
}
