using System.Text.Json.Nodes;
using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Demo;

/// <summary>The webhook that an event of the past came with, as it would have been stored.</summary>
internal static class DemoPayload
{
    public static string Of(SimulatedEvent simulated)
    {
        var payload = new JsonObject
        {
            ["webhookId"] = simulated.WebhookId,
            ["clientId"] = SimulatorDefaults.ClientId,
            ["eventTimestamp"] = simulated.OccurredAt.ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz"),
            ["userId"] = simulated.UserId,
            ["eventType"] = simulated.Type,
        };
        Add(payload, "brokerageAuthorizationId", simulated.AuthorizationId);
        Add(payload, "brokerageId", simulated.BrokerageId);
        Add(payload, "connectionAttemptedResult", simulated.AttemptResult);
        return payload.ToJsonString();
    }

    private static void Add(JsonObject payload, string name, string? value)
    {
        if (value is not null)
            payload[name] = value;
    }
}
