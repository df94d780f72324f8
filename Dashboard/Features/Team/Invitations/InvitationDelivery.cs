using Dashboard.Components;
using Dashboard.Domain.Operators;
using Dashboard.Mail;

namespace Dashboard.Features.Team.Invitations;

/// <summary>E-mails an invitation's link, or says why an admin has to pass it on.</summary>
internal sealed partial class InvitationDelivery(
    IMailSender mail,
    PublicOrigin origin,
    ILogger<InvitationDelivery> logger
)
{
    public async Task<InvitationResult> SendAsync(
        Invitation invitation,
        string inviter,
        string token,
        CancellationToken cancellationToken
    )
    {
        var link = origin.Url($"/account/join/{token}");
        var problem = await MailAsync(invitation, inviter, link, cancellationToken);
        return new InvitationResult(
            new SentInvitation(invitation.Email, link, invitation.ExpiresAt, problem),
            Refusal: null
        );
    }

    private async Task<string?> MailAsync(
        Invitation invitation,
        string inviter,
        string link,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await mail.SendAsync(InvitationMail.Write(invitation, inviter, link), cancellationToken);
            return mail.ReachesPeople
                ? null
                : "E-mails are saved as files on this server, not sent (Email__Mode is Pickup).";
        }
        catch (MailException failed)
        {
            LogNotSent(logger, invitation.Id, failed);
            return failed.Message;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The invitation {Invitation} could not be sent by e-mail")]
    private static partial void LogNotSent(ILogger logger, string invitation, Exception exception);
}
