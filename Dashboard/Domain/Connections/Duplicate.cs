namespace Dashboard.Domain.Connections;

/// <summary>
/// A customer whose connection broke, and who then connected in the normal way instead of repairing it, has two: the
/// broken one, which stays, and a newer one with other ids.
/// </summary>
public sealed record Duplicate
{
    public required string BrokenId { get; init; }
    public required string NewerId { get; init; }

    /// <summary>When SnapTrade created the newer one; if unknown, when it was first reported.</summary>
    public required DateTimeOffset NewerSince { get; init; }
}

/// <summary>An operator marked two connections as different logins, not as one that was connected again.</summary>
public sealed class SeparateLogin
{
    /// <summary>The newer of the two.</summary>
    public required string ConnectionId { get; init; }
    public required string DecidedBy { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
}
