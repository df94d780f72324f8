namespace Dashboard.Domain;

/// <summary>
/// Somebody said that two connections of one user at one brokerage are two logins, and not one that was connected
/// anew: see <see cref="Duplicate"/>.
/// </summary>
public sealed class SeparateLogins
{
    /// <summary>The connection that was broken when the other came.</summary>
    public required string BrokenId { get; init; }
    public required string NewerId { get; init; }
    public required string DecidedBy { get; init; }
    public required DateTimeOffset DecidedAt { get; init; }
}

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
