using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Events;
using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks;

/// <summary>Checks that a delivery comes from SnapTrade, is meant for us and is an event, in that order.</summary>
public sealed class DeliveryInspector(
    IOptions<SnapTradeOptions> snapTrade,
    IOptions<WebhookOptions> options,
    TimeProvider time
)
{
    internal static readonly Refusal NoSignature = new(
        StatusCodes.Status401Unauthorized,
        DeliveryOutcomes.Unsigned,
        "The Signature header is missing."
    );

    private readonly ConsumerKeys _keys = new(
        snapTrade.Value.ConsumerKey,
        snapTrade.Value.PreviousConsumerKey
    );

    /// <returns>The event, or why it is refused.</returns>
    public (IncomingEvent? Event, Refusal? Refusal) Inspect(ReadOnlySpan<byte> body, string? signature)
    {
        var now = time.GetUtcNow();
        if (Unsigned(WebhookSignature.Check(body, signature, _keys)) is { } unsigned)
            // Such a body has no canonical form, so that its signature does not fit proves nothing.
            return (
                null,
                unsigned.Reason == DeliveryOutcomes.Forged && PythonLiterals.AreIn(body)
                    ? Malformed(PythonLiterals.Error)
                    : unsigned
            );
        if (!WebhookPayload.TryParse(body, out var payload, out var error))
            return (null, Malformed(PythonLiterals.AreIn(body) ? PythonLiterals.Error : error));
        if (Foreign(payload) is { } foreign)
            return (null, foreign);
        if (OutOfTime(payload, now) is { } outOfTime)
            return (null, outOfTime);
        return (ToEvent(payload, body, now), null);
    }

    private static Refusal Malformed(string message) =>
        new(StatusCodes.Status400BadRequest, DeliveryOutcomes.Malformed, message);

    private static Refusal? Unsigned(SignatureCheck check) =>
        check switch
        {
            SignatureCheck.Valid => null,
            SignatureCheck.Missing => NoSignature,
            SignatureCheck.Malformed => new(
                StatusCodes.Status401Unauthorized,
                DeliveryOutcomes.BadSignature,
                "The Signature header is not the base64 form of an HMAC-SHA256."
            ),
            _ => new(
                StatusCodes.Status401Unauthorized,
                DeliveryOutcomes.Forged,
                "The signature does not match the body with SnapTrade__ConsumerKey."
            ),
        };

    // An OAuth application has an id of its own; the matching key proves that it is ours.
    private Refusal? Foreign(WebhookPayload payload) =>
        payload switch
        {
            { ClientId: { } id } when id != snapTrade.Value.ClientId => new(
                StatusCodes.Status403Forbidden,
                DeliveryOutcomes.Foreign,
                "clientId is not this dashboard's SnapTrade__ClientId."
            ),
            { ClientId: null, OauthClientId: null } => new(
                StatusCodes.Status400BadRequest,
                DeliveryOutcomes.Malformed,
                "clientId is missing."
            ),
            _ => null,
        };

    private Refusal? OutOfTime(WebhookPayload payload, DateTimeOffset now)
    {
        if (payload.OccurredAt < now - options.Value.MaxAge)
            return new(
                StatusCodes.Status400BadRequest,
                DeliveryOutcomes.TooOld,
                $"eventTimestamp is more than {options.Value.MaxAge} ago (Webhooks__MaxAge)."
            );
        return payload.OccurredAt > now + WebhookOptions.MaxAhead
            ? new(
                StatusCodes.Status400BadRequest,
                DeliveryOutcomes.TooNew,
                "eventTimestamp is in the future."
            )
            : null;
    }

    private static IncomingEvent ToEvent(
        WebhookPayload payload,
        ReadOnlySpan<byte> body,
        DateTimeOffset now
    ) =>
        new()
        {
            Key = payload.WebhookId,
            Type = payload.EventType,
            Source = EventSource.Webhook,
            UserId = payload.UserId,
            ConnectionId = payload.ConnectionId,
            BrokerageId = payload.BrokerageId,
            AttemptResult = payload.AttemptResult,
            OccurredAt = payload.OccurredAt,
            ReceivedAt = now,
            DataDelivered = payload.DataDelivered,
            Payload = EventTypes.IsData(payload.EventType) ? null : payload.ToStoredJson(body),
        };
}
