using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.E2E.Support;

/// <summary>Delivers signed events over several connections until the server stops, and records the acknowledged ones.</summary>
internal sealed class WebhookFire(int round)
{
    public const string ClientId = "EXAMPLE";
    public const string ConsumerKey = "example-consumer-key-4f9c";
    private const int Connections = 16;
    private int _number;

    /// <summary>The ids of events answered with 200.</summary>
    public ConcurrentBag<string> Acknowledged { get; } = [];

    /// <summary>The answers other than 200: the status and Retry-After.</summary>
    public ConcurrentBag<string> Refused { get; } = [];

    /// <summary>Why senders ended before they were told to: connections that were refused, cut or not answered.</summary>
    public ConcurrentBag<string> Cut { get; } = [];

    /// <summary>The ids of all events sent; those without a response may or may not be stored.</summary>
    public ConcurrentBag<string> Sent { get; } = [];

    public Task RunAsync(Uri address, CancellationToken cancellationToken) =>
        RunAsync(() => new HttpClient { BaseAddress = address }, cancellationToken);

    public Task RunAsync(Func<HttpClient> connect, CancellationToken cancellationToken) =>
        Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(_ => Task.Run(() => DeliverAsync(connect, cancellationToken), cancellationToken))
        );

    private async Task DeliverAsync(Func<HttpClient> connect, CancellationToken cancellationToken)
    {
        using var client = connect();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var i = Interlocked.Increment(ref _number);
                var id = $"round-{round}-event-{i}";
                Sent.Add(id);
                using var request = Request(id, i);
                using var answer = await client.SendAsync(request, cancellationToken);
                if (answer.IsSuccessStatusCode)
                    Acknowledged.Add(id);
                else
                    Refused.Add($"{(int)answer.StatusCode} {answer.Headers.RetryAfter}");
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Cut.Add(exception.Message);
        }
    }

    private static HttpRequestMessage Request(string id, int i)
    {
        var at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'");
        var type = i % 2 == 0 ? "CONNECTION_BROKEN" : "CONNECTION_FIXED";
        // The keys are sorted and there is no white space, so this already is the canonical form.
        var body = Encoding.UTF8.GetBytes(
            $$"""{"brokerageAuthorizationId":"connection-{{i % 50}}","clientId":"{{ClientId}}","eventTimestamp":"{{at}}","eventType":"{{type}}","userId":"user-{{i % 50 / 2}}","webhookId":"{{id}}"}"""
        );
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(ConsumerKey), body);
        return new HttpRequestMessage(HttpMethod.Post, "/webhooks/snaptrade")
        {
            Content = new ByteArrayContent(body),
            Headers = { { "Signature", Convert.ToBase64String(signature) } },
        };
    }
}
