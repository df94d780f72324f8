namespace Dashboard.Domain.Connections;

/// <summary>The team's decisions about a connection: a snooze, an assignee, a note.</summary>
public sealed class Triage
{
    private Triage() { }

    public string ConnectionId { get; private set; } = "";
    public DateTimeOffset? SnoozedUntil { get; private set; }
    public DateTimeOffset? SnoozedAt { get; private set; }
    public string? SnoozedBy { get; private set; }

    /// <summary>The operator's id.</summary>
    public string? AssigneeId { get; private set; }

    /// <summary>The operator's name when it was assigned.</summary>
    public string? AssigneeName { get; private set; }
    public string? Note { get; private set; }
    public string? NoteBy { get; private set; }
    public DateTimeOffset? NoteAt { get; private set; }

    /// <summary>Grows with every change, so that two operators can't overwrite each other.</summary>
    public long Version { get; private set; }

    public static Triage Of(string connectionId) => new() { ConnectionId = connectionId };

    public void Snooze(DateTimeOffset until, string by, DateTimeOffset now)
    {
        (SnoozedUntil, SnoozedAt, SnoozedBy) = (until, now, by);
        Version++;
    }

    public void Wake()
    {
        (SnoozedUntil, SnoozedAt, SnoozedBy) = (null, null, null);
        Version++;
    }

    /// <param name="operatorId">Null to unassign.</param>
    public void Assign(string? operatorId, string? name)
    {
        (AssigneeId, AssigneeName) = (operatorId, name);
        Version++;
    }

    /// <summary>The current note as a past one; null without a note.</summary>
    public PastNote? Past(string endedBy, DateTimeOffset now) =>
        Note is null
            ? null
            : new PastNote
            {
                ConnectionId = ConnectionId,
                Text = Note,
                By = NoteBy!,
                At = NoteAt!.Value,
                EndedBy = endedBy,
                EndedAt = now,
            };

    /// <param name="note">Null or empty: none.</param>
    public void Write(string? note, string by, DateTimeOffset now)
    {
        Note = string.IsNullOrWhiteSpace(note) ? null : note.Trim();
        NoteBy = Note is null ? null : by;
        NoteAt = Note is null ? null : now;
        Version++;
    }

    /// <summary>
    /// Whether the snooze holds. It was for the break of its time: a repair ends it, and a later break is another.
    /// </summary>
    /// <param name="disabledSince">When the connection broke, by SnapTrade's clock; null when it works.</param>
    /// <param name="now">Our clock.</param>
    public bool IsSnoozed(DateTimeOffset? disabledSince, DateTimeOffset now) =>
        SnoozedUntil > now && disabledSince is { } broke && broke <= SnoozedAt;
}
