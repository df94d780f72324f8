using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.SnapTrade;

namespace Dashboard.Tests.Support;

/// <summary>Deliveries as SnapTrade makes them: signed over the body as Python writes it.</summary>
internal static class Signed
{
    public const string ClientId = "EXAMPLE";
    public const string ConsumerKey = "example-consumer-key-4f9c";
    public const string Path = "/webhooks/snaptrade";

    /// <summary>The members of an event; change or remove what the test is about.</summary>
    public static Dictionary<string, object?> Event(
        string type,
        DateTimeOffset at,
        string? connectionId = "connection-1",
        string userId = "user-1",
        string? webhookId = null
    ) =>
        new(StringComparer.Ordinal)
        {
            ["webhookId"] = webhookId ?? Guid.NewGuid().ToString(),
            ["clientId"] = ClientId,
            ["eventTimestamp"] = at.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffffzzz"),
            ["userId"] = userId,
            ["eventType"] = type,
            ["webhookSecret"] = "deprecated",
            ["brokerageAuthorizationId"] = connectionId,
        };

    public static HttpRequestMessage Post(object payload, string key = ConsumerKey)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(payload);
        return Post(body, Signature(CanonicalJson.Write(body), key));
    }

    public static HttpRequestMessage Post(string body, string key = ConsumerKey)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return Post(bytes, Signature(bytes, key));
    }

    public static HttpRequestMessage Post(byte[] body, string? signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (signature is not null)
            request.Headers.TryAddWithoutValidation("Signature", signature);
        return request;
    }

    public static string Signature(byte[] text, string key = ConsumerKey) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), text));
}
