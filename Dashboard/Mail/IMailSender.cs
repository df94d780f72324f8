namespace Dashboard.Mail;

/// <summary>Hands one message over, now. Whoever needs it kept and tried again keeps it.</summary>
public interface IMailSender
{
    /// <summary>False when messages end in a folder of this machine, where nobody but its keeper reads them.</summary>
    bool ReachesPeople { get; }

    /// <summary>Returns once the mail server, or the disk, has taken the message.</summary>
    /// <exception cref="MailException">It has not, or may not have: see <see cref="MailException.Failure"/>.</exception>
    /// <exception cref="OperationCanceledException">Cancelled before the message was handed over: nothing went out.</exception>
    Task SendAsync(OutgoingMail message, CancellationToken cancellationToken);
}
