using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections.Triage;

/// <summary>Who took a decision, and when.</summary>
internal sealed record TriageStamp(string By, DateTimeOffset At);

/// <summary>One decision about connections: what it changes in each, and its name on the audit trail.</summary>
internal sealed record TriageChange
{
    public const int MaxNoteLength = 1000;

    public static readonly TimeSpan MaxSnooze = TimeSpan.FromDays(365);

    private TriageChange(string action) => Action = action;

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public string Action { get; }

    /// <summary>Whether it applies to a connection; the others are left out.</summary>
    public Func<Connection, bool> Suits { get; private init; } = _ => true;

    /// <summary>Changes the connection's triage; false when it needed no change.</summary>
    public required Func<Domain.Connections.Triage, Connection, TriageStamp, bool> Apply { get; init; }

    /// <summary>What it replaces and is kept, asked before it is applied; null: nothing.</summary>
    public Func<Domain.Connections.Triage, TriageStamp, PastNote?> Keeps { get; private init; } =
        (_, _) => null;

    /// <summary>The value for the audit trail, before and after.</summary>
    public required Func<Domain.Connections.Triage, object?> Shown { get; init; }

    /// <summary>The name of the value on the audit trail.</summary>
    public required string Part { get; init; }

    /// <summary>Why it can't be applied to any connection; null when it can.</summary>
    public Func<DateTimeOffset, TriageRefusal?> Check { get; private init; } = _ => null;

    /// <summary>Snoozes disabled connections.</summary>
    public static TriageChange Snooze(DateTimeOffset until) =>
        new(AuditActions.Snooze)
        {
            Part = "snoozedUntil",
            Check = now => until <= now || until > now + MaxSnooze ? new(TriageObstacle.NotAhead) : null,
            Suits = connection => connection.Health == Health.Disabled,
            Apply = (triage, connection, stamp) =>
            {
                // SnapTrade's clock may be ahead of ours, and the snooze is for the break that the operator sees.
                triage.Snooze(until, stamp.By, connection.Since > stamp.At ? connection.Since : stamp.At);
                return true;
            },
            Shown = triage => triage.SnoozedUntil,
        };

    public static TriageChange EndSnooze() =>
        new(AuditActions.EndSnooze)
        {
            Part = "snoozedUntil",
            Apply = (triage, _, _) =>
            {
                if (triage.SnoozedUntil is null)
                    return false;
                triage.Wake();
                return true;
            },
            Shown = triage => triage.SnoozedUntil,
        };

    /// <param name="assignee">Null to unassign.</param>
    public static TriageChange Assign(Assignee? assignee) =>
        new(AuditActions.AssignConnection)
        {
            Part = "assignee",
            Apply = (triage, _, _) =>
            {
                if (triage.AssigneeId == assignee?.Id)
                    return false;
                triage.Assign(assignee?.Id, assignee?.Name);
                return true;
            },
            Shown = triage => triage.AssigneeName,
        };

    /// <param name="note">Null or empty: none.</param>
    public static TriageChange Write(string? note) =>
        new(AuditActions.WriteNote)
        {
            Part = "note",
            Check = _ => note?.Trim().Length > MaxNoteLength ? new(TriageObstacle.TooLong) : null,
            Apply = (triage, _, stamp) =>
            {
                var before = triage.Note;
                if (before == (string.IsNullOrWhiteSpace(note) ? null : note.Trim()))
                    return false;
                triage.Write(note, stamp.By, stamp.At);
                return true;
            },
            Keeps = (triage, stamp) => triage.Past(stamp.By, stamp.At),
            // Notes may hold personal data, which must not stay on the audit trail; it records only their length.
            Shown = triage => triage.Note is { } note ? $"{note.Length} characters" : null,
        };
}
