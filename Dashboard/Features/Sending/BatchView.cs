using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>The e-mails of a batch that its page lists, as the address says it.</summary>
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

/// <param name="Obstacle">Only those skipped for this reason.</param>
public sealed record BatchView(string Id, BatchPart Part, EmailObstacle? Obstacle)
{
    public const string Path = "/emails/batches";

    /// <summary>The states that the part holds; none for all.</summary>
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

    /// <summary>From the address; what makes no sense in it counts as not said.</summary>
    public static BatchView Read(string id, string? show, string? why) =>
        Named<EmailObstacle>(why) is { } obstacle
            ? new(id, BatchPart.Skipped, obstacle)
            : new(id, Named<BatchPart>(show) ?? BatchPart.All, null);

    public string ToUri() =>
        (Part, Obstacle) switch
        {
            (_, { } obstacle) => $"{PathOf(Id)}?why={obstacle}",
            (BatchPart.All, _) => PathOf(Id),
            _ => $"{PathOf(Id)}?show={Part}",
        };

    public static string PathOf(string id) => $"{Path}/{Uri.EscapeDataString(id)}";

    private static T? Named<T>(string? name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
}
