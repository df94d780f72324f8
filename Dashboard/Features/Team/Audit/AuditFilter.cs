using Dashboard.Domain.Audit;

namespace Dashboard.Features.Team.Audit;

/// <summary>Which entries of the audit trail a list shows. What is not set does not narrow it.</summary>
public sealed record AuditFilter
{
    /// <summary>Stands for whoever had not signed in, who has no id.</summary>
    public const string Nobody = "-";

    /// <summary>An operator's or an API key's id, or <see cref="Nobody"/>.</summary>
    public string? ActorId { get; init; }

    /// <summary>See <see cref="AuditActions"/>.</summary>
    public string? Action { get; init; }

    /// <summary>What it was done to, as <see cref="AuditEntry.Subject"/> says it.</summary>
    public string? Subject { get; init; }
    public AuditResult? Result { get; init; }

    /// <summary>Entries of this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Entries before this time.</summary>
    public DateTimeOffset? To { get; init; }
}

/// <param name="Rows">Newest first.</param>
/// <param name="Next">The next page holds the entries before this number; null on the last one.</param>
public sealed record AuditSlice(IReadOnlyList<AuditEntry> Rows, long? Next);

/// <summary>Somebody whom the audit trail may name.</summary>
public sealed record AuditActor(string Id, string Name);
