using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;

namespace Dashboard.Mail;

/// <summary>Makes messages of the form that mail programs read.</summary>
internal sealed class MailComposer(IOptions<MailOptions> options, TimeProvider time)
{
    /// <exception cref="MailException">Nobody can be reached at the address.</exception>
    public MimeMessage Compose(OutgoingMail mail)
    {
        if (!MailboxAddress.TryParse(mail.To, out var to) || !to.Address.Contains('@'))
            throw new MailException(
                "This is not an e-mail address. Correct it and send again.",
                isPermanent: true
            );
        var from = MailboxAddress.Parse(
            string.IsNullOrWhiteSpace(options.Value.From) ? MailOptions.DefaultFrom : options.Value.From
        );
        return new MimeMessage
        {
            MessageId = MimeUtils.GenerateMessageId(from.Domain),
            Date = time.GetUtcNow(),
            From = { from },
            To = { new MailboxAddress(name: null, to.Address) },
            // A line break would begin another header.
            Subject = string.Join(
                ' ',
                mail.Subject.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            ),
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody(),
        };
    }
}
