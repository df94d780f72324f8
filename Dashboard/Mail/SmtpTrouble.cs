using System.Net.Sockets;
using Dashboard.Domain;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Dashboard.Mail;

/// <summary>Translates failures of an SMTP session into what they mean for the message.</summary>
/// <param name="smtp">The settings of the server.</param>
internal sealed class SmtpTrouble(SmtpOptions smtp)
{
    public static bool IsOfDelivery(Exception exception) =>
        exception
            is CommandException
                or ProtocolException
                or AuthenticationException
                or SslHandshakeException
                or ServiceNotAuthenticatedException
                or ServiceNotConnectedException
                or SocketException
                or IOException
                or NotSupportedException;

    /// <summary>Whether the server has closed this connection or is about to; a new one may work.</summary>
    public static bool IsOfConnection(Exception exception) =>
        exception
            is ProtocolException
                or ServiceNotConnectedException
                or SocketException
                or IOException
                or SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable };

    /// <param name="exception">Accepted by <see cref="IsOfDelivery"/>.</param>
    /// <param name="isHandedOver">Whether the whole message was handed over.</param>
    public MailException Explain(Exception exception, bool isHandedOver) =>
        exception switch
        {
            // The server answered, so the outcome is known.
            SmtpCommandException refused => Explain(refused),
            _ when isHandedOver => Unsure(exception),
            _ when exception.SelfAndInner().Any(e => e is AnswerTooLargeException) => Unavailable(
                "sends a longer response than a mail server does. Check Email__Smtp__Host and Email__Smtp__Port.",
                exception
            ),
            AuthenticationException => Unavailable(
                "refuses the sign-in. Check Email__Smtp__User and Email__Smtp__Password.",
                exception
            ),
            ServiceNotAuthenticatedException => Unavailable(
                "requires a sign-in. Set Email__Smtp__User and Email__Smtp__Password.",
                exception
            ),
            SignInNotOfferedException { Methods: [] } => Unavailable(
                "offers no sign-in (AUTH) on this connection, but Email__Smtp__User is set. Many servers offer it only with TLS or on port 587: check Email__Smtp__Security and Email__Smtp__Port, or remove Email__Smtp__User and Email__Smtp__Password.",
                exception
            ),
            SignInNotOfferedException other => Unavailable(
                $"offers no sign-in with a password, only {SmtpReply.Tidy(string.Join(", ", other.Methods.Order(StringComparer.Ordinal)))}. Ask your mail provider for an account or app password for SMTP.",
                exception
            ),
            SslHandshakeException or NotSupportedException => Unavailable(
                "offers no TLS with a certificate that is valid for its name. Check Email__Smtp__Security and the certificate.",
                exception
            ),
            _ => Unavailable(
                "can't be reached. Check Email__Smtp__Host and Email__Smtp__Port, and whether it runs.",
                exception
            ),
        };

    /// <summary>The time limit passed.</summary>
    public MailException Late(OperationCanceledException late, bool isHandedOver) =>
        isHandedOver
            ? Unsure(late)
            : Unavailable($"took longer than {smtp.Timeout.TotalSeconds:0} s. Try again later.", late);

    private MailException Explain(SmtpCommandException refused)
    {
        var code = (int)refused.StatusCode;
        var isAboutRecipient = refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted;
        if (code < 500)
            return Temporary(refused, isAboutRecipient);
        var about = SmtpReply.Read(refused.StatusCode, refused.Message, isAboutRecipient);
        if (about is SmtpRefusal.Sender or SmtpRefusal.Policy)
            return AboutSender(refused, about == SmtpRefusal.Policy);
        // A message that is too large is refused with its sender, before it is sent.
        var isPermanent =
            isAboutRecipient
            || refused.StatusCode == SmtpStatusCode.ExceededStorageAllocation
            || refused.ErrorCode == SmtpErrorCode.MessageNotAccepted;
        if (!isPermanent)
            return AboutSender(refused, mayBeAboutMessage: false);
        var isBadAddress = about == SmtpRefusal.Address;
        return new(
            isAboutRecipient ? Text(Recipient(refused)) : Text(Message(refused)),
            MailFailure.Refused,
            refused
        )
        {
            IsBadAddress = isBadAddress,
            AlikeReply = isBadAddress ? null : SmtpReply.Alike(refused.StatusCode, refused.Message),
        };
    }

    private MailException Temporary(SmtpCommandException refused, bool isAboutRecipient) =>
        Of(
            isAboutRecipient ? Recipient(refused) : Message(refused),
            isAboutRecipient
            || refused.StatusCode == SmtpStatusCode.ExceededStorageAllocation
            || refused.ErrorCode == SmtpErrorCode.MessageNotAccepted
                ? WhenTemporary(refused)
                : MailFailure.Unavailable,
            refused
        );

    private MailException AboutSender(SmtpCommandException refused, bool mayBeAboutMessage) =>
        new(
            Text(
                $"refuses us as the sender: {(int)refused.StatusCode} {SmtpReply.Tidy(refused.Message)} "
                    + "Check the account, its limits and Email__From with your mail provider."
            ),
            MailFailure.Unavailable,
            refused
        )
        {
            IsAboutSender = true,
            MayBeAboutMessage = mayBeAboutMessage,
        };

    private static string Recipient(SmtpCommandException refused) =>
        $"does not accept mail for this address ({(int)refused.StatusCode}). Check the address.";

    private static string Message(SmtpCommandException refused) =>
        $"refused the message with {(int)refused.StatusCode}. Check its log and Email__From.";

    private static MailFailure WhenTemporary(SmtpCommandException refused) =>
        refused.StatusCode == SmtpStatusCode.ServiceNotAvailable
            ? MailFailure.Unavailable
            : MailFailure.PutOff;

    private MailException Unavailable(string words, Exception cause) =>
        Of(words, MailFailure.Unavailable, cause);

    private MailException Unsure(Exception cause) =>
        Of(
            "received the whole message but did not confirm it. Check its log before sending again.",
            MailFailure.Unsure,
            cause
        );

    private MailException Of(string words, MailFailure failure, Exception cause) =>
        new(Text(words), failure, cause);

    private string Text(string words) => $"The mail server {smtp.Host} {words}";
}
