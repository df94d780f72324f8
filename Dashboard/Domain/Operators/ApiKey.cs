namespace Dashboard.Domain.Operators;

/// <summary>A key of the REST API and the hub. Only its hash is stored.</summary>
public sealed class ApiKey
{
    public required string Id { get; init; }
    public required string Name { get; set; }

    /// <summary>The first characters, which distinguish keys; too few to guess the rest.</summary>
    public string? Prefix { get; init; }

    /// <summary>SHA-256 of the key, lower-case hex.</summary>
    public required string KeyHash { get; set; }
    public required ApiScope Scope { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the admin who created it; null for the key of the configuration.</summary>
    public string? CreatedBy { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>To the minute, so that not every request causes a write.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>
/// The answer to a POST that came with an <c>Idempotency-Key</c>, so that the same request sent again gets it
/// instead of doing the work again.
/// </summary>
public sealed class IdempotentAnswer
{
    public required string ApiKeyId { get; init; }

    /// <summary>The value of the <c>Idempotency-Key</c> header.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body, lower-case hex: another request may not reuse the key.</summary>
    public required string RequestHash { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The HTTP status; null while the work is being done.</summary>
    public int? Status { get; set; }

    /// <summary>The answer's body, encrypted: it may hold a link.</summary>
    public string? ProtectedBody { get; set; }
}
