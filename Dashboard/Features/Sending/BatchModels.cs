using Dashboard.Domain.Emails;

namespace Dashboard.Features.Sending;

/// <summary>The place in the list of batches where the next page begins.</summary>
public sealed record BatchPosition(DateTimeOffset CreatedAt, string Id);

/// <param name="IsRunning">Some of its e-mails are still to be sent.</param>
public sealed record BatchRow(EmailBatch Batch, bool IsRunning);

public sealed record BatchSlice(IReadOnlyList<BatchRow> Rows, BatchPosition? Next);

/// <summary>A batch and how far it has come.</summary>
/// <param name="ByState">How many of its e-mails are in each state.</param>
/// <param name="ByObstacle">How many were skipped when their time came, by the reason.</param>
public sealed record BatchStatus(
    EmailBatch Batch,
    IReadOnlyDictionary<EmailState, int> ByState,
    IReadOnlyDictionary<EmailObstacle, int> ByObstacle
)
{
    public int Waiting => Of(EmailState.Queued) + Of(EmailState.Sending);

    /// <summary>All that wait no longer, however they ended.</summary>
    public int Settled => ByState.Values.Sum() - Waiting;

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
    DateTimeOffset? FinishedAt
);

/// <param name="Next">The id after which the next page begins; null on the last one.</param>
public sealed record BatchEmailSlice(IReadOnlyList<BatchEmail> Rows, string? Next);
