namespace Dashboard.Domain.Deliveries;

/// <summary>
/// A consumer key that this installation was configured with. Kept encrypted, to recognise deliveries that are still signed
/// with it; it is accepted for nothing.
/// </summary>
public sealed class UsedConsumerKey
{
    /// <summary>How many are kept.</summary>
    public const int MaxKept = 6;

    public long Id { get; private set; }
    public required string ProtectedKey { get; init; }

    /// <summary>When a node was last started with it.</summary>
    public required DateTimeOffset LastUsedAt { get; init; }
}
