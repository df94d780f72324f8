using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Simulator.Demo;

/// <summary>The rows and events of the demo e-mails, to be stored at once.</summary>
internal sealed class DemoStory
{
    public List<object> Rows { get; } = [];
    public List<IncomingEvent> Events { get; } = [];

    public void Suppress(Email email, SuppressionReason reason, DateTimeOffset at)
    {
        var suppression = new Suppression { Address = EmailAddress.Normalize(email.Address!) };
        suppression.Begin(reason, email.BounceReason, email.Id, at);
        Rows.Add(suppression);
    }

    public void Add(
        DemoCase one,
        string type,
        EventSource source,
        DateTimeOffset at,
        ReconnectLink link,
        string? result = null,
        string? actor = null
    ) =>
        Events.Add(
            new IncomingEvent
            {
                Type = type,
                Source = source,
                UserId = one.User.Id,
                ConnectionId = one.Connection.Id,
                OccurredAt = at,
                ReceivedAt = at,
                AttemptResult = result,
                Actor = actor,
                LinkId = link.Id,
            }
        );
}
