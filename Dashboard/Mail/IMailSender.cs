namespace Dashboard.Mail;

/// <summary>Hands one message over, now. Whoever needs it kept and tried again keeps it.</summary>
public interface IMailSender
{
    /// <summary>False when messages end in a folder of this machine, where nobody but its keeper reads them.</summary>
    bool ReachesPeople { get; }

    /// <summary>Returns once the mail server, or the disk, has taken the message.</summary>
    /// <exception cref="MailException">It has not, for all we know.</exception>
    Task SendAsync(OutgoingMail message, CancellationToken cancellationToken);
}

/// <param name="To">One address, without a name.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">What everybody can read.</param>
/// <param name="Html">The same for programs that show HTML.</param>
public sealed record OutgoingMail(string To, string Subject, string Text, string? Html = null);

/// <summary>A message that was not taken. The words say what to do, and hold no secret.</summary>
public sealed class MailException(string message, bool isPermanent, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>Whether the same message would be refused again, as one to an address that does not exist.</summary>
    public bool IsPermanent { get; } = isPermanent;
}
