using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using Dashboard.Tests.Features.Webhooks;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Api;

/// <summary>What a node that was told to stop answers until it stops listening.</summary>
public sealed class DrainTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(WebhookServer.Start);
    private DashboardServer _server = null!;

    public ValueTask InitializeAsync()
    {
        _server = DashboardServer.Start(_time, settings: ("Shutdown:DrainFor", "00:00:03"));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_serves_on_reports_not_ready_and_asks_connections_to_close()
    {
        var lifetime = _server.Services.GetRequiredService<IHostApplicationLifetime>();
        // Kept, since the host disposes of itself once it has stopped.
        var stopped = lifetime.ApplicationStopped;
        using var known = _server.Caller(key: null);
        using (var before = await known.GetAsync("/health/ready", Token))
            Assert.Equal((HttpStatusCode.OK, null), (before.StatusCode, before.Headers.ConnectionClose));

        lifetime.StopApplication();

        using (var ready = await known.GetAsync("/health/ready", Token))
        {
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, true),
                (ready.StatusCode, ready.Headers.ConnectionClose)
            );
            Assert.Contains("stopping: The node is stopping.", await ready.Content.ReadAsStringAsync(Token));
        }
        // A new connection too, and what it delivers is stored.
        var (answer, _) = await _server.DeliverAsync(
            Signed.Post(Signed.Event("CONNECTION_BROKEN", _time.GetUtcNow()))
        );
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
        Assert.False(stopped.IsCancellationRequested);
        await using var db = _server.Database.CreateDbContext();
        Assert.Single(db.Events);
        // Other nodes need not wait for what this one did. The probe of commits leaves a row of its own.
        await Eventually.TrueAsync(
            () => !db.WorkLeases.Any(l => l.Name != "commit-probe"),
            "the leases were released"
        );
        await _server.DeliverAsync(Signed.Post(Signed.Event("CONNECTION_FIXED", _time.GetUtcNow())));

        await _time.UntilAsync(
            TimeSpan.FromSeconds(1),
            () => stopped.IsCancellationRequested,
            "the node stopped"
        );
        using var late = _server.Caller(key: null);
        await Assert.ThrowsAsync<HttpRequestException>(() => late.GetAsync("/health/live", Token));
        Assert.Equal(2, db.DeliveryCounts.Sum(c => c.Count));
    }

    [Fact]
    public async Task What_arrives_while_the_last_requests_are_completed_is_answered_503()
    {
        var lifetime = _server.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = lifetime.ApplicationStopped;
        using var slow = new TcpClient();
        await slow.ConnectAsync(_server.Address.Host, _server.Address.Port, Token);
        await slow.GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    "POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1300\r\n\r\n{"
                ),
                Token
            );
        lifetime.StopApplication();

        HttpStatusCode? answered = null;
        string? again = null;
        await _time.UntilAsync(
            TimeSpan.FromSeconds(1),
            async () =>
            {
                var (answer, _) = await _server.DeliverAsync(
                    Signed.Post(Signed.Event("CONNECTION_BROKEN", _time.GetUtcNow()))
                );
                (answered, again) = (answer.StatusCode, answer.Headers.RetryAfter?.ToString());
                return answered != HttpStatusCode.OK;
            },
            "a webhook was refused"
        );

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "30"), (answered, again));
        await _time.UntilAsync(
            TimeSpan.FromSeconds(1),
            () => stopped.IsCancellationRequested,
            "the node stopped"
        );
    }

    [Fact]
    public async Task A_request_whose_body_never_ends_does_not_delay_the_stop()
    {
        var lifetime = _server.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopped = lifetime.ApplicationStopped;
        using var client = new TcpClient();
        await client.ConnectAsync(_server.Address.Host, _server.Address.Port, Token);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    "POST /account/sign-in HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1300\r\n\r\n{"
                ),
                Token
            );
        lifetime.StopApplication();

        // The drain and the time that an unfinished request gets after it; far less than the host would wait.
        await _time.UntilAsync(
            TimeSpan.FromSeconds(1),
            () => stopped.IsCancellationRequested,
            "the node stopped"
        );
    }
}
