using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.E2E.Support;

/// <summary>
/// Creates deliveries as SnapTrade does: signed over sorted keys without white space, and sent in another
/// order with white space. Follows SnapTrade's documentation and does not use the product's signing code.
/// </summary>
public sealed class SignedWebhooks(HttpClient client, string clientId, string consumerKey) : IDisposable
{
    private static readonly JsonSerializerOptions Spacious = new() { WriteIndented = true };

    public SignedWebhooks(DashboardProcess server, string clientId, string consumerKey)
        : this(server.CreateClient(), clientId, consumerKey) { }

    public async Task<JsonElement> SendAsync(
        string type,
        string userId,
        params (string Key, string Value)[] more
    )
    {
        using var response = await PostAsync(type, userId, more);
        response.EnsureSuccessStatusCode();
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Sends a delivery that may be refused.</summary>
    public async Task<HttpStatusCode> TrySendAsync(
        string type,
        string userId,
        params (string Key, string Value)[] more
    )
    {
        using var response = await PostAsync(type, userId, more);
        return response.StatusCode;
    }

    private async Task<HttpResponseMessage> PostAsync(
        string type,
        string userId,
        (string Key, string Value)[] more
    )
    {
        var members = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["webhookId"] = Guid.NewGuid().ToString(),
            ["clientId"] = clientId,
            ["eventTimestamp"] = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.ffffff+00:00"),
            ["userId"] = userId,
            ["eventType"] = type,
            ["webhookSecret"] = "deprecated",
        };
        foreach (var (key, value) in more)
            members[key] = value;
        var canonical = "{" + string.Join(',', members.Select(m => $"\"{m.Key}\":\"{m.Value}\"")) + "}";
        var signature = HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(consumerKey),
            Encoding.ASCII.GetBytes(canonical)
        );
        var sent = new JsonObject(
            members.Reverse().Select(m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value))
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/snaptrade");
        request.Headers.Add("Signature", Convert.ToBase64String(signature));
        request.Content = new StringContent(
            sent.ToJsonString(Spacious),
            MediaTypeHeaderValue.Parse("application/json")
        );
        return await client.SendAsync(request);
    }

    public void Dispose() => client.Dispose();
}
