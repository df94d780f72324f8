using System.Diagnostics.CodeAnalysis;

namespace Dashboard.Features.Webhooks;

/// <summary>One event as SnapTrade reports it, in the classic or the <c>oauth_v1</c> schema.</summary>
/// <param name="WebhookId">Identifies the event over all its deliveries; sometimes spelled <c>webookId</c>.</param>
/// <param name="ClientId">Whose event it is; null in the <c>oauth_v1</c> schema.</param>
/// <param name="OauthClientId">The OAuth application, in the <c>oauth_v1</c> schema.</param>
/// <param name="EventType">As sent; unknown types are legitimate.</param>
/// <param name="UserId">The SnapTrade user.</param>
/// <param name="ConnectionId"><c>brokerageAuthorizationId</c> or <c>connectionId</c>; any string.</param>
/// <param name="BrokerageId">The brokerage, on the few types that name it.</param>
/// <param name="AccountId">The account, on account, transaction and trade events.</param>
/// <param name="AttemptResult"><c>connectionAttemptedResult</c>, as sent.</param>
/// <param name="OccurredAt"><c>eventTimestamp</c> in UTC.</param>
/// <param name="DataDelivered">
/// On data events: whether data arrived. False only when <c>details</c> has parts that say
/// <c>success</c> and all of them say false.
/// </param>
public sealed record WebhookPayload(
    string WebhookId,
    string? ClientId,
    string? OauthClientId,
    string EventType,
    string UserId,
    string? ConnectionId,
    string? BrokerageId,
    string? AccountId,
    string? AttemptResult,
    DateTimeOffset OccurredAt,
    bool DataDelivered
)
{
    /// <summary>Longer texts in the fields above are refused.</summary>
    public const int MaxTextLength = 400;

    /// <summary>Reads one event.</summary>
    /// <param name="error">Names the field and what is wrong with it; holds none of its content.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out WebhookPayload? payload,
        [NotNullWhen(false)] out string? error
    )
    {
        payload = new WebhookPayloadReader().Read(body, out error);
        return payload is not null;
    }

    /// <summary>
    /// The body of this event as it may be kept: compact, without <c>webhookSecret</c>, and without
    /// <c>details</c> on trade events, whose orders are private.
    /// </summary>
    /// <param name="body">The body this event was read from.</param>
    public string ToStoredJson(ReadOnlySpan<byte> body) =>
        StoredPayload.From(body, withDetails: !EventType.StartsWith("TRADE_", StringComparison.Ordinal));
}
