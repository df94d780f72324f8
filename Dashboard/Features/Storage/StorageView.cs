using Dashboard.Data;
using Dashboard.Data.Storage;
using Dashboard.Domain.Storage;

namespace Dashboard.Features.Storage;

/// <summary>What the screen shows.</summary>
/// <param name="Space">Null for a server, or when the file can't be looked at.</param>
/// <param name="Sample">The last measurement; null before the first.</param>
/// <param name="Growth">Null until enough time is measured.</param>
internal sealed record StorageView(
    bool IsServer,
    DatabaseSpace? Space,
    StorageSample? Sample,
    Growth? Growth,
    IReadOnlyList<RetentionLine> Retention
);

/// <summary>How long something is kept.</summary>
/// <param name="Keep">Null: forever.</param>
/// <param name="DueAt">When the next is deleted; null when none is stored or it is kept forever.</param>
/// <param name="Deleted">How many were deleted so far; null where that is not counted.</param>
public sealed record RetentionLine(
    string Title,
    string What,
    TimeSpan? Keep,
    string? Setting,
    DateTimeOffset? DueAt = null,
    long? Deleted = null
);
