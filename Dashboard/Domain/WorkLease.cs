namespace Dashboard.Domain;

/// <summary>A lease for work that one node does for all until it expires or is renewed.</summary>
public sealed class WorkLease
{
    /// <summary>The most characters of a report.</summary>
    public const int MaxReport = 4000;

    /// <summary>The name of the work.</summary>
    public required string Name { get; init; }

    /// <summary>The node that holds it.</summary>
    public required string Holder { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What the holder last reported of the work to the other nodes; null: nothing yet.</summary>
    public string? Report { get; init; }
}
