using System.Globalization;
using System.Net;
using Dashboard.Domain.Operators;
using Dashboard.Mail;

namespace Dashboard.Features.Team.Invitations;

/// <summary>The e-mail that invites an operator to the team.</summary>
internal static class InvitationMail
{
    public static OutgoingMail Write(Invitation invitation, string inviter, string link)
    {
        var until = invitation.ExpiresAt.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);
        var text = $"""
            Hello,

            {inviter} invites you to the connection health dashboard, in the role {invitation.Role}.

            Choose your name and a password here:
            {link}

            The link works once, until {until}. If you did not expect it, do nothing: nobody gets in without it.
            """;
        var html = $"""
            <p>Hello,</p>
            <p>{Html(
                inviter
            )} invites you to the connection health dashboard, in the role <b>{invitation.Role}</b>.</p>
            <p><a href="{Html(link)}">Choose your name and a password</a></p>
            <p>The link works once, until {until}. If you did not expect it, do nothing: nobody gets in without it.</p>
            """;
        return new OutgoingMail(
            invitation.Email,
            "Your invitation to the connection health dashboard",
            text,
            html
        );
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
