using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Utils;

namespace Dashboard.Mail;

/// <summary>Creates MIME messages.</summary>
internal sealed class MailComposer(IOptions<MailOptions> options, TimeProvider time)
{
    /// <exception cref="MailException">The address is invalid.</exception>
    public MimeMessage Compose(OutgoingMail mail)
    {
        if (!MailboxAddress.TryParse(mail.To, out var to) || !to.Address.Contains('@'))
            throw new MailException(
                "This is not an e-mail address. Correct it and send again.",
                MailFailure.Refused
            );
        var from = MailboxAddress.Parse(
            string.IsNullOrWhiteSpace(options.Value.From) ? MailOptions.DefaultFrom : options.Value.From
        );
        var composed = new MimeMessage
        {
            MessageId = mail.MessageKey is { } key
                ? $"{key}@{MailboxAddress.IdnMapping.Encode(from.Domain)}"
                : MimeUtils.GenerateMessageId(from.Domain),
            Date = time.GetUtcNow(),
            From = { from },
            To = { new MailboxAddress(name: null, to.Address) },
            // A line break would start another header.
            Subject = string.Join(
                ' ',
                mail.Subject.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries)
            ),
            Body = new BodyBuilder { TextBody = mail.Text, HtmlBody = mail.Html }.ToMessageBody(),
        };
        if (!string.IsNullOrWhiteSpace(options.Value.ReplyTo))
            composed.ReplyTo.Add(MailboxAddress.Parse(options.Value.ReplyTo));
        // Marks the message as automatic, so that no automatic reply is sent (RFC 3834).
        composed.Headers[HeaderId.AutoSubmitted] = "auto-generated";
        if (mail.UnsubscribeUrl is { } url)
            AddUnsubscribe(composed, url);
        return composed;
    }

    private static void AddUnsubscribe(MimeMessage composed, string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        )
            throw new ArgumentException("An unsubscribe address is http or https.", nameof(url));
        composed.Headers[HeaderId.ListUnsubscribe] = $"<{address.AbsoluteUri}>";
        composed.Headers[HeaderId.ListUnsubscribePost] = "List-Unsubscribe=One-Click";
    }
}
