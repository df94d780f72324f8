using Dashboard.Components.Navigation;
using Dashboard.Domain.Emails;
using Dashboard.Emails;

namespace Dashboard.Features.Batches;

/// <summary>The part of a batch's e-mails that its page lists.</summary>
public enum BatchPart
{
    All,
    Waiting,
    Sent,
    Skipped,
    Failed,
    Unsure,
    Cancelled,
}

/// <summary>What the page of a batch lists, as its URL says it.</summary>
/// <param name="Obstacle">Lists only those skipped for this reason.</param>
public sealed record BatchView(string Id, BatchPart Part, EmailObstacle? Obstacle)
{
    /// <summary>The states of the part; empty for all.</summary>
    public IReadOnlyList<EmailState> States =>
        Part switch
        {
            BatchPart.All => [],
            BatchPart.Waiting => [EmailState.Queued, EmailState.Sending],
            BatchPart.Sent => [EmailState.Sent],
            BatchPart.Skipped => [EmailState.Skipped],
            BatchPart.Failed => [EmailState.Failed],
            BatchPart.Unsure => [EmailState.Unsure],
            _ => [EmailState.Cancelled],
        };

    /// <summary>Parses the URL; invalid values count as absent.</summary>
    public static BatchView Read(string id, string? show, string? why) =>
        PageAddress.Choice<EmailObstacle>(why) is { } obstacle
            ? new(id, BatchPart.Skipped, obstacle)
            : new(id, PageAddress.Choice<BatchPart>(show) ?? BatchPart.All, null);

    public string ToUri() =>
        (Part, Obstacle) switch
        {
            (_, { } obstacle) => $"{EmailPaths.OfBatch(Id)}?why={obstacle}",
            (BatchPart.All, _) => EmailPaths.OfBatch(Id),
            _ => $"{EmailPaths.OfBatch(Id)}?show={Part}",
        };
}
