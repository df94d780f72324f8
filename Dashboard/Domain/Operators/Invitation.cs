namespace Dashboard.Domain.Operators;

/// <summary>Allows one person to become an operator, for a limited time. Only the hash of its token is stored.</summary>
public sealed class Invitation
{
    public required string Id { get; init; }
    public required string Email { get; init; }
    public required Role Role { get; init; }

    /// <summary>SHA-256 of the token in the link, lower-case hex.</summary>
    public required string TokenHash { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the admin who sent it.</summary>
    public required string CreatedBy { get; init; }
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? AcceptedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>One sign-in of an operator on one device, until it ends.</summary>
public sealed class OperatorSession
{
    public required string Id { get; init; }
    public required string OperatorId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>To the minute or so.</summary>
    public required DateTimeOffset LastSeenAt { get; set; }

    /// <summary>The time of expiry.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How it was opened: <c>password</c>, <c>passkey</c>, <c>single sign-on</c>…</summary>
    public required string Method { get; init; }

    /// <summary>The network address that opened it.</summary>
    public string? Address { get; init; }

    /// <summary>The browser and system, in words.</summary>
    public string? Device { get; init; }
}
