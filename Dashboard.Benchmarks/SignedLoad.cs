using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Benchmarks;

/// <summary>Deliveries that are signed in advance, so that signing does not add to the measured time.</summary>
internal static class SignedLoad
{
    public const string ClientId = "BENCH";
    public const string ConsumerKey = "benchmark-consumer-key";

    /// <summary>Creates complete HTTP requests, each with a different event.</summary>
    /// <param name="count">The number of requests.</param>
    /// <param name="connections">The number of connections that send them.</param>
    /// <param name="dataShare">The share of daily holdings updates, which are counted but not kept.</param>
    public static byte[][] Create(int count, int connections, double dataShare)
    {
        var random = new Random(1);
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var requests = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            var type =
                random.NextDouble() < dataShare ? "ACCOUNT_HOLDINGS_UPDATED"
                : i / connections % 2 == 0 ? "CONNECTION_BROKEN"
                : "CONNECTION_FIXED";
            requests[i] = Request(i, type, i % connections, start.AddMilliseconds(i));
        }
        return requests;
    }

    private static byte[] Request(int number, string type, int connection, DateTimeOffset at)
    {
        var body = Body(WebhookId(number), type, $"customer-{connection / 2}", ConnectionId(connection), at);
        var head =
            $"POST /webhooks/snaptrade HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nSignature: {Sign(body)}\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>The id of a connection that the load creates.</summary>
    public static string ConnectionId(int connection) => $"{connection:x8}-f301-4083-a1f7-c5a95c7a6965";

    /// <summary>A <c>webhookId</c> that no other call returns.</summary>
    public static string WebhookId(int number) => $"{number:x8}-7b7a-4580-87d5-{Random.Shared.Next():x8}0000";

    /// <summary>The body of a delivery in its canonical form: sorted keys, no white space.</summary>
    public static byte[] Body(
        string webhookId,
        string type,
        string user,
        string connection,
        DateTimeOffset at
    ) =>
        Encoding.UTF8.GetBytes(
            $$"""{"brokerageAuthorizationId":"{{connection}}","clientId":"{{ClientId}}","eventTimestamp":"{{at:yyyy-MM-ddTHH:mm:ss.ffffff}}+00:00","eventType":"{{type}}","userId":"{{user}}","webhookId":"{{webhookId}}","webhookSecret":"deprecated"}"""
        );

    /// <summary>A signed request for a delivery.</summary>
    public static HttpRequestMessage ToRequest(byte[] body)
    {
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri("/webhooks/snaptrade", UriKind.Relative)
        )
        {
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.Add("Content-Type", "application/json");
        request.Headers.Add("Signature", Sign(body));
        return request;
    }

    public static string Sign(byte[] body) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ConsumerKey), body));
}
