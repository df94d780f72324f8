using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team;

/// <summary>Why a change to the team was refused.</summary>
public enum TeamRefusal
{
    /// <summary>No admin would be left.</summary>
    LastAdmin,

    /// <summary>Admins can't demote or disable themselves.</summary>
    Yourself,
    Gone,
    NotAnAddress,
    AlreadyMember,
    AlreadyInvited,

    /// <summary>The invitation was accepted or revoked meanwhile.</summary>
    NotPending,
}

internal static class TeamWords
{
    /// <summary>What happened and what to do.</summary>
    public static string Of(TeamRefusal refusal) =>
        refusal switch
        {
            TeamRefusal.LastAdmin =>
                "This is the only admin who can sign in. Make someone else an admin first.",
            TeamRefusal.Yourself =>
                "This is your own account. Another admin can change it, so that you don't lock yourself out.",
            TeamRefusal.Gone => "This person is no longer in the team. Reload the page.",
            TeamRefusal.NotAnAddress => "Enter an e-mail address, such as bea@acme.example.",
            TeamRefusal.AlreadyMember =>
                "Someone with this address is already in the team. Look for them in the list; they may be disabled.",
            TeamRefusal.AlreadyInvited =>
                "This address already has an invitation. Send it again, or revoke it first.",
            _ => "This invitation was already accepted or revoked. Reload the page.",
        };

    /// <summary>What a role is for, in one line.</summary>
    public static string Of(Role role) =>
        role switch
        {
            Role.Admin => "Everything: e-mails, users, team, keys and settings",
            Role.Manager => "Sees connections, history, payloads and the audit trail",
            _ => "Sees connections, copies and revokes reconnect links",
        };
}
