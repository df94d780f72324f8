using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Features.Webhooks;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Features.Webhooks;

/// <summary>Unfinished requests, which anyone can open, don't block genuine deliveries.</summary>
public sealed class UnfinishedDeliveryTests : IAsyncLifetime
{
    private readonly DashboardServer _server = DashboardServer.Start(
        settings: ("ForwardedHeaders:KnownProxies", "127.0.0.1")
    );
    private readonly List<TcpClient> _open = [];

    private BodyBudget Budget => _server.Services.GetRequiredService<BodyBudget>();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _open.ForEach(client => client.Dispose());
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 262144")]
    public async Task Bodies_that_never_come_keep_no_delivery_out(string length)
    {
        // As many as one address may have open, and then some that really are.
        for (var i = 0; i < BodyBudget.MaxAwaitedOfAddress; i++)
            Budget.Await("127.0.0.1");
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("HTTP/1.1 200 OK", await DeliverAsync(inTwoPackets: i % 2 == 1));
            await OpenAsync($"Signature: x\r\n{length}");
        }
        await Eventually.TrueAsync(
            () => Budget.WasShortWithin(TimeSpan.FromMinutes(1)),
            "some gave way to others"
        );
        Assert.Equal(0, Budget.Bytes);
        await StateIsToldAsync();
    }

    [Fact]
    public async Task A_delivery_that_gives_way_is_asked_to_come_again()
    {
        var first = await OpenAsync("Signature: x\r\nTransfer-Encoding: chunked");
        await Eventually.TrueAsync(() => Budget.Awaited == 1, "the server waits for the body");
        for (var i = 0; i < BodyBudget.MaxAwaitedOfAddress; i++)
            Budget.Await("127.0.0.1");

        using var reader = new StreamReader(first.GetStream());
        var answer = await reader.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.Equal("HTTP/1.1 503 Service Unavailable", answer);
        Assert.Contains("Retry-After: 30", await HeadAsync(reader), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_came_with_its_head_needs_no_room()
    {
        for (var i = 0; i < BodyBudget.MaxBytes / WebhookOptions.MaxBodySize; i++)
            Budget.Await($"{i}").Hold(WebhookOptions.MaxBodySize);
        Assert.Equal(BodyBudget.MaxBytes, Budget.Bytes);

        Assert.Equal("HTTP/1.1 200 OK", await DeliverAsync(inTwoPackets: false));

        Assert.Equal(BodyBudget.MaxBytes, Budget.Bytes);
        Assert.False(Budget.WasShortWithin(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task A_client_behind_a_named_proxy_counts_by_its_own_address()
    {
        var log = new RecordingLog();
        _server.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        using var client = _server.Caller(key: null);
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.5");

        using var answer = await client.SendAsync(
            Signed.Post([], signature: null),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains(log.Lines, line => line.Contains("203.0.113.5", StringComparison.Ordinal));
    }

    private async Task StateIsToldAsync()
    {
        using var caller = _server.Caller(key: null);
        using var ready = await caller.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(
            "Degraded\nwebhook-bodies: Too many deliveries are incomplete.",
            await ready.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)
        );
        var metrics = await caller.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("webhooks_bodies_awaited", metrics, StringComparison.Ordinal);
        Assert.Contains("webhooks_bodies_size_bytes", metrics, StringComparison.Ordinal);
    }

    private async Task<string?> DeliverAsync(bool inTwoPackets)
    {
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow().AddMinutes(-1))
        );
        var head = Encoding.ASCII.GetBytes(
            $"POST {Signed.Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + $"Signature: {Signed.Signature(CanonicalJson.Write(body))}\r\nContent-Length: {body.Length}\r\n\r\n"
        );
        using var client = await ConnectAsync();
        client.NoDelay = true;
        var stream = client.GetStream();
        await stream.WriteAsync(
            inTwoPackets ? head : [.. head, .. body],
            TestContext.Current.CancellationToken
        );
        if (inTwoPackets)
            await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(TestContext.Current.CancellationToken);
    }

    private async Task<TcpClient> OpenAsync(string headers)
    {
        var client = await ConnectAsync();
        _open.Add(client);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"POST {Signed.Path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n\r\n"
                ),
                TestContext.Current.CancellationToken
            );
        return client;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var client = new TcpClient();
        await client.ConnectAsync(
            _server.Address.Host,
            _server.Address.Port,
            TestContext.Current.CancellationToken
        );
        return client;
    }

    private static async Task<string> HeadAsync(StreamReader reader)
    {
        var head = new StringBuilder();
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { Length: > 0 } line)
            head.AppendLine(line);
        return head.ToString();
    }
}
