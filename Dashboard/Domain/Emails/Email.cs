namespace Dashboard.Domain.Emails;

/// <summary>Where a reconnect e-mail stands.</summary>
public enum EmailState
{
    /// <summary>Waits for its time and for the dispatcher.</summary>
    Queued = 1,

    /// <summary>A dispatcher has it in hand.</summary>
    Sending = 2,

    /// <summary>The mail server took it.</summary>
    Sent = 3,

    /// <summary>When its time came there was no reason to send it, or one not to: <see cref="Email.Obstacle"/>.</summary>
    Skipped = 4,

    /// <summary>It was refused for good, or for a whole day.</summary>
    Failed = 5,

    /// <summary>
    /// It may or may not have gone out: the dispatcher died, or the server was silent, after it was handed over.
    /// Never sent again by itself.
    /// </summary>
    Unsure = 6,
    Cancelled = 7,
}

/// <summary>What caused an e-mail.</summary>
public enum EmailTrigger
{
    Operator = 1,
    Policy = 2,
    Api = 3,
}

/// <summary>
/// One message to one user about all their broken connections. Written with the decision to send it; what it
/// says, and whether it is sent at all, is decided when its time comes.
/// </summary>
public sealed class Email
{
    private Email() { }

    public string Id { get; private set; } = "";
    public string UserId { get; private set; } = "";

    /// <summary>The connection it was asked for; null when it was asked for the user.</summary>
    public string? ConnectionId { get; private set; }
    public string? BatchId { get; private set; }
    public EmailTrigger Trigger { get; private set; }

    /// <summary>The operator's or the API key's name; "Policy" for the policy.</summary>
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Why what would hold it back does not; null when nothing is overridden.</summary>
    public string? OverrideReason { get; private set; }

    /// <summary>Somebody waits for it: it goes before those of batches and the policy.</summary>
    public bool IsUrgent { get; private set; }

    public EmailState State { get; private set; } = EmailState.Queued;

    /// <summary>Why it was skipped.</summary>
    public EmailObstacle? Obstacle { get; private set; }

    /// <summary>Not sent before this time.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>How often it was claimed.</summary>
    public int Attempts { get; private set; }
    public DateTimeOffset? ClaimedAt { get; private set; }

    /// <summary>The node that has, or last had, it in hand.</summary>
    public string? ClaimedBy { get; private set; }

    /// <summary>What went wrong at the last attempt, in words for operators; never a secret.</summary>
    public string? LastError { get; private set; }

    /// <summary>When it reached a state that it does not leave by itself.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The address it was sent to, as of the last attempt.</summary>
    public string? Address { get; private set; }

    /// <summary>The domain of <see cref="Address"/>, lower case.</summary>
    public string? AddressDomain { get; private set; }
    public string? Locale { get; private set; }

    /// <summary>The version of the wording it was written with; null for the built-in one.</summary>
    public string? WordingId { get; private set; }

    /// <summary>SHA-256 of the token that opts out by the message's own link, lower-case hex.</summary>
    public string? OptOutHash { get; private set; }
    public DateTimeOffset? BouncedAt { get; private set; }

    /// <summary>What the provider said of the bounce.</summary>
    public string? BounceReason { get; private set; }
    public bool IsHardBounce { get; private set; }
    public DateTimeOffset? ComplainedAt { get; private set; }
    public DateTimeOffset? OptedOutAt { get; private set; }

    /// <param name="connectionId">The connection it is asked for, or null.</param>
    /// <param name="notBefore">Null: at once.</param>
    /// <param name="overrideReason">See <see cref="OverrideReason"/>.</param>
    public static Email Create(
        string userId,
        EmailTrigger trigger,
        string createdBy,
        DateTimeOffset now,
        string? connectionId = null,
        string? batchId = null,
        DateTimeOffset? notBefore = null,
        string? overrideReason = null
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            UserId = userId,
            ConnectionId = connectionId,
            BatchId = batchId,
            Trigger = trigger,
            CreatedBy = createdBy,
            CreatedAt = now,
            NotBefore = notBefore ?? now,
            OverrideReason = overrideReason,
            IsUrgent = batchId is null && trigger != EmailTrigger.Policy,
        };

    /// <summary>What is known once it is about to be sent.</summary>
    public void Prepare(string address, string? locale, string? wordingId, string optOutHash)
    {
        Address = address;
        AddressDomain = EmailAddress.DomainOf(address);
        (Locale, WordingId, OptOutHash) = (locale, wordingId, optOutHash);
    }

    public void MarkSent(DateTimeOffset now) => (State, FinishedAt, LastError) = (EmailState.Sent, now, null);

    public void Skip(EmailObstacle obstacle, DateTimeOffset now) =>
        (State, Obstacle, FinishedAt) = (EmailState.Skipped, obstacle, now);

    /// <summary>Waits for another attempt.</summary>
    public void Retry(string error, DateTimeOffset notBefore) =>
        (State, LastError, NotBefore) = (EmailState.Queued, error, notBefore);

    /// <summary>Goes back untouched: it was in hand, but nothing was handed over.</summary>
    public void PutBack()
    {
        (State, ClaimedAt, ClaimedBy) = (EmailState.Queued, null, null);
        Attempts--;
    }

    public void Fail(string error, DateTimeOffset now) =>
        (State, LastError, FinishedAt) = (EmailState.Failed, error, now);

    public void BecomeUnsure(string error, DateTimeOffset now) =>
        (State, LastError, FinishedAt) = (EmailState.Unsure, error, now);

    public void Cancel(DateTimeOffset now) => (State, FinishedAt) = (EmailState.Cancelled, now);

    public void Bounce(bool isHard, string? reason, DateTimeOffset at) =>
        (BouncedAt, IsHardBounce, BounceReason) = (
            BouncedAt ?? at,
            IsHardBounce || isHard,
            reason ?? BounceReason
        );

    public void Complain(DateTimeOffset at) => ComplainedAt ??= at;

    public void OptOut(DateTimeOffset at) => OptedOutAt ??= at;
}

/// <summary>A connection that an e-mail lists, as it was when it was sent, and the link it got.</summary>
public sealed class EmailItem
{
    public required string EmailId { get; init; }
    public required string ConnectionId { get; init; }
    public required string LinkId { get; init; }

    /// <summary>What the message calls the brokerage.</summary>
    public required string BrokerageName { get; init; }
    public required DateTimeOffset BrokenSince { get; init; }

    /// <summary>Place in the message, from 0.</summary>
    public required int Position { get; init; }
}

/// <summary>E-mails that were decided on together.</summary>
public sealed class EmailBatch
{
    public required string Id { get; init; }
    public required string CreatedBy { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whom it is for, in words: "Disabled, Questrade, for more than 3 days".</summary>
    public required string Audience { get; init; }
    public string? OverrideReason { get; init; }

    /// <summary>How many e-mails were queued.</summary>
    public required int Queued { get; init; }

    /// <summary>How many users were left out when it was confirmed, by <see cref="EmailObstacle"/>, as JSON.</summary>
    public required string LeftOut { get; init; }
    public DateTimeOffset? CancelledAt { get; private set; }
    public string? CancelledBy { get; private set; }

    public void Cancel(string by, DateTimeOffset now) =>
        (CancelledAt, CancelledBy) = (CancelledAt ?? now, CancelledBy ?? by);
}
