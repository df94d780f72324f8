using Dashboard.Mail;

namespace Dashboard.Tests.Support;

/// <summary>A mail server that accepts everything, for screens whose subject it is not.</summary>
internal sealed class SilentMail : IMailSender
{
    public bool ReachesPeople { get; set; } = true;

    public Task SendAsync(OutgoingMail message, CancellationToken cancellationToken) => Task.CompletedTask;
}
