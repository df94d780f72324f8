namespace Dashboard.Mail;

/// <summary>Delivers one message once. Callers store messages and retry.</summary>
public interface IMailSender
{
    /// <summary>False when messages are only written to a folder of this machine.</summary>
    bool ReachesPeople { get; }

    /// <summary>Returns once the mail server has accepted the message, or the file is written.</summary>
    /// <exception cref="MailException">It was not accepted, or may not have been: see <see cref="MailException.Failure"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the message was handed over; nothing was sent.</exception>
    Task SendAsync(OutgoingMail message, CancellationToken cancellationToken);
}
