using System.Collections.Concurrent;
using Dashboard.Mail;

namespace Dashboard.Tests.Emails.Delivery;

/// <summary>Accepts every message and runs a test's action at that moment.</summary>
internal sealed class ObservedMail : IMailSender
{
    private readonly ConcurrentQueue<OutgoingMail> _sent = new();

    public IReadOnlyList<OutgoingMail> Sent => [.. _sent];

    /// <summary>Runs once a message is taken and before the sender learns of it.</summary>
    public Func<OutgoingMail, Task>? AfterTaking { get; set; }
    public bool ReachesPeople => true;

    public async Task SendAsync(OutgoingMail message, CancellationToken cancellationToken)
    {
        _sent.Enqueue(message);
        if (AfterTaking is not null)
            await AfterTaking(message);
    }
}
