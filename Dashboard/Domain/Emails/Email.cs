namespace Dashboard.Domain.Emails;

/// <summary>What triggered an e-mail. Numbers are stored.</summary>
public enum EmailTrigger
{
    Operator = 1,
    Policy = 2,
    Api = 3,
}

/// <summary>
/// One message to one user about all their broken connections. Its content, and whether it is sent at all, is decided
/// when it is due.
/// </summary>
public sealed class Email
{
    /// <summary>The number of attempts that <see cref="Hold"/> counts at most.</summary>
    public const int MaxHeldAttempts = 5;

    private Email() { }

    public string Id { get; private set; } = "";
    public string UserId { get; private set; } = "";

    /// <summary>The connection it was requested for; null when it was requested for the user.</summary>
    public string? ConnectionId { get; private set; }
    public string? BatchId { get; private set; }
    public EmailTrigger Trigger { get; private set; }

    /// <summary>The operator's or the API key's name; "Policy" for the policy.</summary>
    public string CreatedBy { get; private set; } = "";
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>Why obstacles are overridden; null when none is.</summary>
    public string? OverrideReason { get; private set; }

    /// <summary>Whether it is sent before those of batches and the policy.</summary>
    public bool IsUrgent { get; private set; }

    public EmailState State { get; private set; } = EmailState.Queued;

    /// <summary>Why it was skipped; null in other states.</summary>
    public EmailObstacle? Obstacle { get; private set; }

    /// <summary>Not sent before this time.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>The number of claims.</summary>
    public int Attempts { get; private set; }
    public DateTimeOffset? ClaimedAt { get; private set; }

    /// <summary>The node that claimed it last.</summary>
    public string? ClaimedBy { get; private set; }

    /// <summary>The error of the last attempt, as a sentence for operators; never a secret.</summary>
    public string? LastError { get; private set; }

    /// <summary>When it reached a final state.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Whether it was written to a file of this server, which reaches nobody.</summary>
    public bool IsFile { get; private set; }

    /// <summary>The address it was sent to, as of the last attempt.</summary>
    public string? Address { get; private set; }

    /// <summary>The domain of <see cref="Address"/>, lower case.</summary>
    public string? AddressDomain { get; private set; }
    public string? Locale { get; private set; }

    /// <summary>The version of the wording it was rendered with; null for the built-in one.</summary>
    public string? WordingId { get; private set; }

    /// <summary>SHA-256 of the token that opts out by the message's own link, lower-case hex.</summary>
    public string? OptOutHash { get; private set; }
    public DateTimeOffset? BouncedAt { get; private set; }

    /// <summary>The provider's reason for the bounce.</summary>
    public string? BounceReason { get; private set; }
    public bool IsHardBounce { get; private set; }
    public DateTimeOffset? ComplainedAt { get; private set; }
    public DateTimeOffset? OptedOutAt { get; private set; }

    /// <param name="connectionId">See <see cref="ConnectionId"/>.</param>
    /// <param name="notBefore">Null: immediately.</param>
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

    /// <summary>Sets what is known when it is claimed.</summary>
    public void Prepare(string address, string? locale, string? wordingId, string optOutHash)
    {
        Address = address;
        AddressDomain = EmailAddress.DomainOf(address);
        (Locale, WordingId, OptOutHash) = (locale, wordingId, optOutHash);
    }

    /// <param name="now">When that was.</param>
    /// <param name="asFile">See <see cref="IsFile"/>.</param>
    public void MarkSent(DateTimeOffset now, bool asFile = false) =>
        (State, FinishedAt, LastError, IsFile) = (EmailState.Sent, now, null, asFile);

    public void Skip(EmailObstacle obstacle, DateTimeOffset now) =>
        (State, Obstacle, FinishedAt) = (EmailState.Skipped, obstacle, now);

    /// <summary>Queues it for another attempt.</summary>
    public void Retry(string error, DateTimeOffset notBefore) =>
        (State, LastError, NotBefore) = (EmailState.Queued, error, notBefore);

    /// <summary>
    /// Queues it again after a failure that is not its own. Such attempts don't use up the day after which it fails.
    /// </summary>
    public void Hold(string error, DateTimeOffset notBefore)
    {
        Retry(error, notBefore);
        (FinishedAt, Attempts) = (null, Math.Min(Attempts, MaxHeldAttempts));
    }

    /// <summary>Undoes the claim, since nothing was handed to the mail server.</summary>
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
