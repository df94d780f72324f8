using Dashboard.Domain;
using Dashboard.Domain.Audit;

namespace Dashboard.Features.Team.Audit;

/// <summary>Which entries of the audit trail to list. A null property does not filter.</summary>
public sealed record AuditFilter
{
    /// <summary>Filters for entries without an actor, such as failed sign-ins.</summary>
    public const string Nobody = "-";

    /// <summary>An operator's or an API key's id, or <see cref="Nobody"/>.</summary>
    public string? ActorId { get; init; }

    /// <summary>See <see cref="AuditActions"/>.</summary>
    public string? Action { get; init; }

    /// <summary>See <see cref="AuditEntry.Subject"/>.</summary>
    public string? Subject { get; init; }
    public AuditResult? Result { get; init; }

    /// <summary>Entries of this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Entries before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Entries with a smaller number.</summary>
    public long? Before { get; init; }
    public TimeOrder Order { get; init; }
}

/// <summary>A place in the audit trail: after the entry with that number.</summary>
public sealed record AuditPosition(long Number);

/// <summary>An operator or an API key to filter by.</summary>
public sealed record AuditActor(string Id, string Name);
