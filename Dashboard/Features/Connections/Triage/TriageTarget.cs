using Dashboard.Features.Connections.Selection;

namespace Dashboard.Features.Connections.Triage;

/// <summary>Which connections a decision is about, and the state that the operator saw.</summary>
internal sealed record TriageTarget
{
    private TriageTarget(SelectedConnections connections) => Connections = connections;

    public SelectedConnections Connections { get; }

    /// <summary>Whether the decision is refused when the state changed meanwhile.</summary>
    private bool IsStrict { get; init; }

    private Domain.Connections.Triage? Seen { get; init; }

    /// <summary>Several connections, whatever was decided about them before.</summary>
    public static TriageTarget Of(SelectedConnections connections) => new(connections);

    /// <summary>One connection, as the operator sees it.</summary>
    /// <param name="connectionId">The connection's id.</param>
    /// <param name="seen">Null when nothing was ever decided about it.</param>
    public static TriageTarget Of(string connectionId, Domain.Connections.Triage? seen) =>
        new(new SelectedConnections("1 connection", Filter: null, [connectionId]))
        {
            IsStrict = true,
            Seen = seen,
        };

    /// <summary>Why the decision is refused; null while the state is the one that was seen.</summary>
    /// <param name="now">The current state: empty, or one.</param>
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
