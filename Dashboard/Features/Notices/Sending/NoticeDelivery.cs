using Dashboard.Domain.Notices;
using Dashboard.Features.Notices.Messages;
using Dashboard.Features.Notices.Webhooks;
using Dashboard.Mail;

namespace Dashboard.Features.Notices.Sending;

/// <summary>Delivers a message by one channel and describes the result.</summary>
internal sealed class NoticeDelivery(IMailSender mail, WebhookClient webhook, WebhookSecret secret)
{
    public async Task<DeliveryResult> MailAsync(
        string to,
        NoticeText text,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await mail.SendAsync(NoticeMail.Write(to, text), cancellationToken);
            return new DeliveryResult(
                true,
                mail.ReachesPeople
                    ? "Accepted by the mail server."
                    : "Saved in the pickup folder, not sent. Set Email__Mode to Smtp to send e-mails."
            );
        }
        catch (MailException exception)
        {
            return new DeliveryResult(false, exception.Message, exception.IsPermanent);
        }
    }

    public async Task<DeliveryResult> PostAsync(
        NoticeSettings settings,
        NoticeText text,
        CancellationToken cancellationToken
    )
    {
        if (settings.ProtectedWebhook is not { } hidden)
            return new DeliveryResult(false, "No webhook is set.", IsPermanent: true);
        return secret.Unprotect(hidden) is { } address
            ? await webhook.PostAsync(
                address,
                ChatFormats.Write(settings.WebhookFormat, text),
                cancellationToken
            )
            : new DeliveryResult(
                false,
                "The webhook’s address can’t be decrypted: its key is missing. Enter it again.",
                IsPermanent: true
            );
    }
}
