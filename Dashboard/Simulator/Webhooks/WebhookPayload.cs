using System.Text.Json.Nodes;
using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Webhooks;

/// <summary>An event as SnapTrade writes it into a webhook's body.</summary>
internal static class WebhookPayload
{
    public static JsonObject Of(SimulatedEvent happened, string clientId)
    {
        var payload = new JsonObject
        {
            ["webhookId"] = happened.WebhookId,
            ["clientId"] = clientId,
            ["eventTimestamp"] = happened.OccurredAt.ToWebhookTime(),
            ["userId"] = happened.UserId,
            ["eventType"] = happened.Type,
            // Deprecated, and still sent: receivers must not keep it.
            ["webhookSecret"] = "simulated-webhook-secret",
        };
        AddUnlessNull(payload, "brokerageAuthorizationId", happened.AuthorizationId);
        AddUnlessNull(payload, "brokerageId", happened.BrokerageId);
        AddUnlessNull(payload, "connectionAttemptedResult", happened.AttemptResult);
        AddUnlessNull(payload, "accountId", happened.AccountId);
        if (happened.Type == SimulatedEventType.HoldingsUpdated)
            payload["details"] = HoldingsDetails();
        return payload;
    }

    private static JsonObject HoldingsDetails() =>
        new()
        {
            ["positions"] = new JsonObject { ["success"] = true, ["error"] = null },
            ["balances"] = new JsonObject { ["success"] = true, ["error"] = null },
            ["orders"] = new JsonObject { ["success"] = true, ["error"] = null },
        };

    private static void AddUnlessNull(JsonObject payload, string name, string? value)
    {
        if (value is not null)
            payload[name] = value;
    }
}
