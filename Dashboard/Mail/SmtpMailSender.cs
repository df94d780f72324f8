using MailKit;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Dashboard.Mail;

/// <summary>
/// Sends messages to a mail server, several per connection. The server's certificate must be valid for its name.
/// </summary>
internal sealed class SmtpMailSender(MailComposer composer, IOptions<MailOptions> options, TimeProvider time)
    : IMailSender,
        IDisposable
{
    private readonly SmtpOptions _smtp = options.Value.Smtp;
    private readonly SmtpConnections _connections = new(options, time);
    private readonly SmtpTrouble _trouble = new(options.Value.Smtp);

    public bool ReachesPeople => true;

    public async Task SendAsync(OutgoingMail message, CancellationToken cancellationToken)
    {
        using var composed = composer.Compose(message);
        using var patience = new CancellationTokenSource(_smtp.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var handOver = new HandOver();
        try
        {
            if (!await TryKnownConnectionAsync(composed, handOver, either.Token))
                await SendAsync(await _connections.OpenAsync(either.Token), composed, handOver, either.Token);
        }
        catch (OperationCanceledException late)
            when (handOver.IsComplete || !cancellationToken.IsCancellationRequested)
        {
            throw _trouble.Late(late, handOver.IsComplete);
        }
        catch (Exception exception) when (SmtpTrouble.IsOfDelivery(exception))
        {
            throw _trouble.Explain(exception, handOver.IsComplete);
        }
    }

    public void Dispose() => _connections.Dispose();

    /// <returns>False when there is no idle connection, or it was closed before any part of the message was sent.</returns>
    private async Task<bool> TryKnownConnectionAsync(
        MimeMessage composed,
        HandOver handOver,
        CancellationToken cancellationToken
    )
    {
        if (_connections.TakeIdle() is not { } known)
            return false;
        try
        {
            await SendAsync(known, composed, handOver, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!handOver.HasBegun && SmtpTrouble.IsOfConnection(exception))
        {
            return false;
        }
    }

    private async Task SendAsync(
        SmtpConnection connection,
        MimeMessage composed,
        HandOver handOver,
        CancellationToken cancellationToken
    )
    {
        try
        {
            connection.Messages++;
            await connection.Client.SendAsync(composed, cancellationToken, handOver);
        }
        finally
        {
            _connections.GiveBack(connection);
        }
    }

    /// <summary>
    /// The progress of a message. It is complete once its last part may be on the wire: from then on only the server knows
    /// whether it accepted the message.
    /// </summary>
    private sealed class HandOver : ITransferProgress
    {
        public bool HasBegun { get; private set; }
        public bool IsComplete { get; private set; }

        public void Report(long bytesTransferred, long totalSize)
        {
            HasBegun = true;
            IsComplete |= bytesTransferred >= totalSize;
        }

        // Without a known size any part may be the last.
        public void Report(long bytesTransferred) => HasBegun = IsComplete = true;
    }
}
