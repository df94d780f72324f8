namespace Dashboard.Domain.Emails;

/// <summary>E-mails that were queued together.</summary>
public sealed class EmailBatch
{
    public required string Id { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The recipients in words: "Disabled, Questrade, for more than 3 days".</summary>
    public required string Audience { get; init; }
    public string? OverrideReason { get; init; }

    /// <summary>The number of e-mails queued.</summary>
    public required int Queued { get; init; }

    /// <summary>The number of users left out by <see cref="EmailObstacle"/>, as JSON.</summary>
    public required string LeftOut { get; init; }
    public DateTimeOffset? CancelledAt { get; private set; }
    public string? CancelledBy { get; private set; }

    public void Cancel(string by, DateTimeOffset now) =>
        (CancelledAt, CancelledBy) = (CancelledAt ?? now, CancelledBy ?? by);
}
