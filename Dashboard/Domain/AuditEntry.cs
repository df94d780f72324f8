namespace Dashboard.Domain;

/// <summary>One action of an operator or an API key: who, what, on whom, when, and how it ended.</summary>
public sealed class AuditEntry
{
    public long Id { get; private set; }
    public required DateTimeOffset At { get; init; }
    public required string Actor { get; init; }

    /// <summary>The operator's role or the API key's scope.</summary>
    public required string ActorRole { get; init; }
    public required string Action { get; init; }

    /// <summary>What it was done to, such as <c>connection:3f1b…</c>.</summary>
    public string? Subject { get; init; }
    public required string Result { get; init; }
    public string? Address { get; init; }
}

/// <summary>A key of the REST API. Only its hash is kept.</summary>
public sealed class ApiKey
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, lower-case hex.</summary>
    public required string KeyHash { get; set; }
    public required ApiScope Scope { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }
}
