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
                "says more than a mail server has to say. Check Email__Smtp__Host and Email__Smtp__Port.",
                exception
            ),
            AuthenticationException => Unavailable(
                "does not let us in. Check Email__Smtp__User and Email__Smtp__Password.",
                exception
            ),
            ServiceNotAuthenticatedException => Unavailable(
                "wants us to sign in. Set Email__Smtp__User and Email__Smtp__Password.",
                exception
            ),
            SslHandshakeException or NotSupportedException => Unavailable(
                "offers no TLS with a certificate that is good for its name. Check Email__Smtp__Security and the certificate.",
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
        if (refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted)
            return Of(
                $"does not take mail for this address ({code}). Check the address.",
                code >= 500 ? MailFailure.Refused : WhenTemporary(refused),
                refused
            );
        // A message that is too large is refused with its sender, before it is sent.
        var isAboutTheMessage =
            refused.StatusCode == SmtpStatusCode.ExceededStorageAllocation
            || refused.ErrorCode == SmtpErrorCode.MessageNotAccepted;
        return Of(
            $"refused the message with {code}. Look into its log, and check Email__From.",
            isAboutTheMessage
                ? code >= 500
                    ? MailFailure.Refused
                    : WhenTemporary(refused)
                : MailFailure.Unavailable,
            refused
        );
    }

    private static MailFailure WhenTemporary(SmtpCommandException refused) =>
        refused.StatusCode == SmtpStatusCode.ServiceNotAvailable
            ? MailFailure.Unavailable
            : MailFailure.PutOff;

    private MailException Unavailable(string words, Exception cause) =>
        Of(words, MailFailure.Unavailable, cause);

    private MailException Unsure(Exception cause) =>
        Of(
            "was handed the whole message and never said whether it took it. Look into its log before sending again.",
            MailFailure.Unsure,
            cause
        );

    private MailException Of(string words, MailFailure failure, Exception cause) =>
        new($"The mail server {smtp.Host} {words}", failure, cause);
}
