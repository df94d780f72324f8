namespace Dashboard.Features.Team.Invitations;

/// <summary>An invitation whose link exists, here and in the e-mail, and never again.</summary>
/// <param name="MailProblem">Why the link has to be handed over by hand; null when it is on its way.</param>
internal sealed record SentInvitation(
    string Email,
    string Link,
    DateTimeOffset ExpiresAt,
    string? MailProblem
);

/// <summary>One that waits for an answer.</summary>
public sealed record PendingInvitation(
    string Id,
    string Email,
    Domain.Operators.Role Role,
    string CreatedBy,
    DateTimeOffset ExpiresAt,
    bool IsExpired
);

/// <summary>Either it was sent, or there is a reason why not.</summary>
internal sealed record InvitationResult(SentInvitation? Sent, TeamRefusal? Refusal)
{
    public static implicit operator InvitationResult(TeamRefusal refusal) => new(Sent: null, refusal);
}
