namespace Dashboard.Domain.Connections;

/// <summary>A note on a connection that was replaced or removed.</summary>
public sealed class PastNote
{
    /// <summary>How many are kept of a connection, the latest.</summary>
    public const int MaxKept = 20;

    public long Id { get; private set; }
    public required string ConnectionId { get; init; }
    public required string Text { get; init; }

    /// <summary>The name of the operator who wrote it.</summary>
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>The name of the operator who replaced or removed it.</summary>
    public required string EndedBy { get; init; }
    public required DateTimeOffset EndedAt { get; init; }
}
