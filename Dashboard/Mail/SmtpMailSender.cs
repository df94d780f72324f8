using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dashboard.Mail;

/// <summary>Hands messages to a mail server. Its certificate has to be good for its name.</summary>
internal sealed class SmtpMailSender(MailComposer composer, IOptions<MailOptions> options, TimeProvider time)
    : IMailSender
{
    private readonly SmtpOptions smtp = options.Value.Smtp;

    public bool ReachesPeople => true;

    public async Task SendAsync(OutgoingMail message, CancellationToken cancellationToken)
    {
        using var composed = composer.Compose(message);
        using var patience = new CancellationTokenSource(smtp.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        using var client = new SmtpClient();
        try
        {
            await HandOverAsync(client, composed, either.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MailException(
                $"The mail server {smtp.Host} took longer than {smtp.Timeout.TotalSeconds:0} s. Try again later.",
                isPermanent: false,
                late
            );
        }
        catch (Exception exception) when (IsOfDelivery(exception))
        {
            throw Explain(exception);
        }
        await LeaveAsync(client, either.Token);
    }

    private async Task HandOverAsync(
        SmtpClient client,
        MimeMessage composed,
        CancellationToken cancellationToken
    )
    {
        var security = smtp.Security switch
        {
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            SmtpSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };
        await client.ConnectAsync(smtp.Host, smtp.PortOrUsual, security, cancellationToken);
        if (smtp is { User.Length: > 0, Password.Length: > 0 })
            await client.AuthenticateAsync(smtp.User, smtp.Password, cancellationToken);
        await client.SendAsync(composed, cancellationToken);
    }

    // The message is the server's by now, whatever becomes of the goodbye.
    private static async Task LeaveAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || IsOfDelivery(exception))
        {
            // Disposing of the client closes what is left.
        }
    }

    private static bool IsOfDelivery(Exception exception) =>
        exception
            is CommandException
                or ProtocolException
                or AuthenticationException
                or SslHandshakeException
                or SocketException
                or IOException
                or NotSupportedException;

    private MailException Explain(Exception exception) =>
        exception switch
        {
            SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused => Of(
                "does not take mail for this address. Check the address.",
                (int)refused.StatusCode >= 500,
                refused
            ),
            SmtpCommandException refused => Of(
                $"refused the message with {(int)refused.StatusCode}. Look into its log, and check Email__From.",
                IsAboutTheMessage(refused),
                refused
            ),
            AuthenticationException wrong => Of(
                "does not let us in. Check Email__Smtp__User and Email__Smtp__Password.",
                isPermanent: false,
                wrong
            ),
            SslHandshakeException or NotSupportedException => Of(
                "offers no TLS with a certificate that is good for its name. Check Email__Smtp__Security and the certificate.",
                isPermanent: false,
                exception
            ),
            _ => Of(
                "can't be reached. Check Email__Smtp__Host and Email__Smtp__Port, and whether it runs.",
                isPermanent: false,
                exception
            ),
        };

    // Too large a message is refused before it is sent, together with its sender.
    private static bool IsAboutTheMessage(SmtpCommandException refused) =>
        refused.StatusCode == SmtpStatusCode.ExceededStorageAllocation
        || (refused.ErrorCode == SmtpErrorCode.MessageNotAccepted && (int)refused.StatusCode >= 500);

    private MailException Of(string words, bool isPermanent, Exception cause) =>
        new($"The mail server {smtp.Host} {words}", isPermanent, cause);
}
