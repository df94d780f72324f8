namespace Dashboard.Domain.Emails;

public enum SuppressionReason
{
    /// <summary>The provider says that nobody can be reached at the address.</summary>
    HardBounce = 1,

    /// <summary>The person reported our message as unwanted.</summary>
    Complaint = 2,

    /// <summary>An admin has said so.</summary>
    ByHand = 3,
}

/// <summary>An address that gets nothing from us until an admin lifts it.</summary>
public sealed class Suppression
{
    /// <summary>See <see cref="EmailAddress.Normalize"/>.</summary>
    public required string Address { get; init; }
    public SuppressionReason Reason { get; private set; }
    public DateTimeOffset Since { get; private set; }

    /// <summary>What the provider said.</summary>
    public string? Detail { get; private set; }

    /// <summary>The e-mail that told us so, when it is known.</summary>
    public string? EmailId { get; private set; }
    public DateTimeOffset? LiftedAt { get; private set; }
    public string? LiftedBy { get; private set; }

    public bool IsInForce => LiftedAt is null;

    /// <summary>Begins, or begins again after it was lifted; news from before the lift change nothing.</summary>
    public void Begin(SuppressionReason reason, string? detail, string? emailId, DateTimeOffset at)
    {
        if (Since != default && (IsInForce || at <= LiftedAt))
            return;
        (Reason, Detail, EmailId, Since, LiftedAt, LiftedBy) = (reason, detail, emailId, at, null, null);
    }

    public void Lift(string by, DateTimeOffset now) =>
        (LiftedAt, LiftedBy) = (LiftedAt ?? now, LiftedBy ?? by);
}
