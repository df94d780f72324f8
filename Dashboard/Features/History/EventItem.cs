using System.Globalization;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;

namespace Dashboard.Features.History;

/// <summary>An event as the REST API describes it.</summary>
/// <param name="Inferred">The event named no connection; this is the only one it can refer to.</param>
internal sealed record EventItem(
    string Id,
    string? WebhookId,
    string Type,
    EventSource Source,
    string? ConnectionId,
    bool Inferred,
    string UserId,
    string? BrokerageId,
    string? AttemptResult,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    EventEffect Effect
)
{
    /// <summary>Shown in the API's description.</summary>
    public static readonly EventItem Example = new(
        Id: "48211",
        WebhookId: "0d9c2f3e-58c4-4b2e-9a57-6a2c1a9d7f02",
        EventTypes.ConnectionBroken,
        EventSource.Webhook,
        ConnectionId: "3f1b6f0e-6d0b-4c43-9f0a-1c8f4f6f2a11",
        Inferred: false,
        UserId: "customer-1907",
        BrokerageId: null,
        AttemptResult: null,
        new DateTimeOffset(2026, 11, 19, 9, 2, 11, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 19, 9, 2, 13, TimeSpan.Zero),
        EventEffect.Broke
    );

    public static EventItem Of(EventRow row) =>
        new(
            row.Id.ToString(CultureInfo.InvariantCulture),
            row.WebhookId,
            row.Type,
            row.Source,
            row.ConnectionId,
            row.IsInferred,
            row.UserId,
            row.BrokerageId,
            row.AttemptResult,
            row.OccurredAt,
            row.ReceivedAt,
            row.Effect
        );
}
