using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections;

/// <summary>
/// Rows that the screens of a node have in common. Many screens list the same connections, and each reads its own pages: a
/// row that equals one of another screen is replaced by it. What no screen holds any more is not kept.
/// </summary>
internal static class SharedRows
{
    // Connections with the same slot replace each other: their rows are not shared then, and nothing else.
    private const int Slots = 1 << 13;
    private static readonly WeakReference<ConnectionRow>?[] Held = new WeakReference<ConnectionRow>?[Slots];

    /// <summary>The row of another screen that says exactly the same, or this one.</summary>
    public static ConnectionRow Of(ConnectionRow read)
    {
        ref var held = ref Held[(uint)string.GetHashCode(read.Id, StringComparison.Ordinal) % Slots];
        if (held is null)
            held = new(read);
        else if (held.TryGetTarget(out var row) && AreEqual(row, read))
            return row;
        else
            held.SetTarget(read);
        return read;
    }

    // Entities are compared by reference otherwise.
    private static bool AreEqual(ConnectionRow one, ConnectionRow other) =>
        AreEqual(one.Brokerage, other.Brokerage)
        && AreEqual(one.Triage, other.Triage)
        && (one with { Brokerage = other.Brokerage, Triage = other.Triage }) == other;

    // When SnapTrade was asked for it changes every quarter of an hour, and no row shows it.
    private static bool AreEqual(Brokerage? one, Brokerage? other) =>
        one is null || other is null
            ? one == other
            : (one.Id, one.Slug, one.Name, one.InMaintenance, one.IsDegraded)
                == (other.Id, other.Slug, other.Name, other.InMaintenance, other.IsDegraded);

    private static bool AreEqual(Domain.Connections.Triage? one, Domain.Connections.Triage? other) =>
        one is null || other is null
            ? one == other
            : (one.ConnectionId, one.Version, one.AssigneeId, one.AssigneeName)
                == (other.ConnectionId, other.Version, other.AssigneeId, other.AssigneeName)
                && (one.SnoozedUntil, one.SnoozedAt, one.SnoozedBy)
                    == (other.SnoozedUntil, other.SnoozedAt, other.SnoozedBy)
                && (one.Note, one.NoteBy, one.NoteAt) == (other.Note, other.NoteBy, other.NoteAt);
}
