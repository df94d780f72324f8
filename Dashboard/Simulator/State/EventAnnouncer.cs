using Dashboard.Simulator.Webhooks;

namespace Dashboard.Simulator.State;

/// <summary>Puts webhooks about events that happen now into the outbox.</summary>
internal sealed class EventAnnouncer(WebhookOutbox outbox, TimeProvider time)
{
    /// <returns>The time of the event.</returns>
    public DateTimeOffset Announce(
        string type,
        string userId,
        string? authorizationId = null,
        string? brokerageId = null,
        string? attemptResult = null,
        string? accountId = null
    )
    {
        var at = time.Now();
        var id = Guid.NewGuid().ToString();
        outbox.Add(new(id, type, userId, authorizationId, brokerageId, at, attemptResult, accountId));
        return at;
    }
}
