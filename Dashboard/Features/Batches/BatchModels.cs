using Dashboard.Domain.Emails;

namespace Dashboard.Features.Batches;

/// <param name="IsRunning">Whether some of its e-mails are still to be sent.</param>
public sealed record BatchRow(EmailBatch Batch, bool IsRunning);

/// <summary>A batch and its progress.</summary>
/// <param name="ByState">The number of its e-mails by state.</param>
/// <param name="ByObstacle">The number of its skipped e-mails by reason.</param>
public sealed record BatchStatus(
    EmailBatch Batch,
    IReadOnlyDictionary<EmailState, int> ByState,
    IReadOnlyDictionary<EmailObstacle, int> ByObstacle
)
{
    public int Total => ByState.Values.Sum();

    public int Waiting => Of(EmailState.Queued) + Of(EmailState.Sending);

    /// <summary>The number of e-mails in a final state.</summary>
    public int Settled => Total - Waiting;

    public bool IsRunning => Waiting > 0;

    public int Of(EmailState state) => ByState.GetValueOrDefault(state);
}

/// <summary>One e-mail of a batch, as its list shows it.</summary>
public sealed record BatchEmail(
    string Id,
    string UserId,
    string? UserName,
    EmailState State,
    EmailObstacle? Obstacle,
    string? LastError,
    DateTimeOffset? FinishedAt,
    bool IsFile
);
