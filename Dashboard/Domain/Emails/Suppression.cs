namespace Dashboard.Domain.Emails;

public enum SuppressionReason
{
    /// <summary>The provider reports that the address does not work.</summary>
    HardBounce = 1,

    /// <summary>The reader reported a message as unwanted.</summary>
    Complaint = 2,

    /// <summary>Suppressed by an admin.</summary>
    ByHand = 3,
}

/// <summary>An address that gets no e-mails until an admin lifts the suppression.</summary>
public sealed class Suppression
{
    /// <summary>See <see cref="EmailAddress.Normalize"/>.</summary>
    public required string Address { get; init; }
    public SuppressionReason Reason { get; private set; }
    public DateTimeOffset Since { get; private set; }

    /// <summary>The provider's reason or the admin's note.</summary>
    public string? Detail { get; private set; }

    /// <summary>The e-mail that bounced or was reported, if known.</summary>
    public string? EmailId { get; private set; }
    public DateTimeOffset? LiftedAt { get; private set; }
    public string? LiftedBy { get; private set; }

    public bool IsInForce => LiftedAt is null;

    /// <summary>Begins, or begins again after a lift. A notice from before the lift has no effect.</summary>
    public void Begin(SuppressionReason reason, string? detail, string? emailId, DateTimeOffset at)
    {
        if (Since != default && (IsInForce || at <= LiftedAt))
            return;
        (Reason, Detail, EmailId, Since, LiftedAt, LiftedBy) = (reason, detail, emailId, at, null, null);
    }

    /// <summary>The same under another spelling of the address.</summary>
    public Suppression WithAddress(string address) =>
        new()
        {
            Address = address,
            Reason = Reason,
            Since = Since,
            Detail = Detail,
            EmailId = EmailId,
            LiftedAt = LiftedAt,
            LiftedBy = LiftedBy,
        };

    public void Lift(string by, DateTimeOffset now) =>
        (LiftedAt, LiftedBy) = (LiftedAt ?? now, LiftedBy ?? by);
}
