namespace Dashboard.Features.Team.Invitations;

/// <summary>An invitation with its link, which can't be read again later.</summary>
/// <param name="MailProblem">Why an admin has to pass the link on; null when it was e-mailed.</param>
internal sealed record SentInvitation(
    string Email,
    string Link,
    DateTimeOffset ExpiresAt,
    string? MailProblem
);

/// <summary>An invitation that is neither accepted nor revoked.</summary>
public sealed record PendingInvitation(
    string Id,
    string Email,
    Domain.Operators.Role Role,
    string CreatedBy,
    DateTimeOffset ExpiresAt,
    bool IsExpired
);

/// <summary>Where a page of pending invitations continues, the latest first.</summary>
public sealed record PendingPosition(DateTimeOffset ExpiresAt, string Id);

/// <summary>What was sent, or why nothing was.</summary>
internal sealed record InvitationResult(SentInvitation? Sent, TeamRefusal? Refusal)
{
    public static implicit operator InvitationResult(TeamRefusal refusal) => new(Sent: null, refusal);
}
