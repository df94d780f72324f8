namespace Dashboard.Domain.Connections;

/// <summary>
/// A customer whose connection broke, and who then connected in the normal way instead of repairing it, has two: the
/// broken one, which stays, and a newer one with other ids.
/// </summary>
public sealed record Duplicate
{
    public required string BrokenId { get; init; }
    public required string NewerId { get; init; }

    /// <summary>When SnapTrade made the newer one; when it was first heard of where that is not known.</summary>
    public required DateTimeOffset NewerSince { get; init; }
}

/// <summary>Somebody said that a connection is a login of its own, and not one that was connected anew.</summary>
public sealed class SeparateLogin
{
    /// <summary>The newer of the two.</summary>
    public required string ConnectionId { get; init; }
    public required string DecidedBy { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
}
