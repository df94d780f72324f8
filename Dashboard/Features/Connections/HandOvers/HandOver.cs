using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections.HandOvers;

/// <summary>How many notes one colleague wrote.</summary>
public sealed record ColleagueNotes(string By, int Count);

/// <summary>What happened to an operator's connections since the operator left. Counts stop at a thousand.</summary>
/// <param name="LeftAt">The end of the operator's previous stretch of work, to a few minutes.</param>
/// <param name="Operator">The operator's name.</param>
public sealed record HandOver(
    DateTimeOffset LeftAt,
    string Operator,
    int Repaired,
    int Broke,
    int Deleted,
    IReadOnlyList<ColleagueNotes> Notes
)
{
    /// <summary>Whether nothing happened.</summary>
    public bool IsQuiet => this is { Repaired: 0, Broke: 0, Deleted: 0, Notes: [] };

    /// <summary>Whether the row is one of them.</summary>
    public bool Has(ConnectionRow row) =>
        (row.Since > LeftAt && row.Health != Health.Unknown)
        || (row.Triage is { NoteAt: { } at, NoteBy: { } by } && at > LeftAt && by != Operator);

    /// <summary>Notes are compared one by one, so that nothing renders for the same hand-over.</summary>
    public bool Equals(HandOver? other) =>
        other is not null
        && (LeftAt, Operator, Repaired, Broke, Deleted)
            == (other.LeftAt, other.Operator, other.Repaired, other.Broke, other.Deleted)
        && Notes.SequenceEqual(other.Notes);

    public override int GetHashCode() => HashCode.Combine(LeftAt, Repaired, Broke, Deleted, Notes.Count);
}
