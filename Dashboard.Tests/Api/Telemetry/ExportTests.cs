using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Dashboard.Api.Telemetry;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Api.Telemetry;

/// <summary>What a collector receives.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task A_collector_gets_traces_metrics_and_logs_without_secrets()
    {
        await using var collector = await Collector.StartAsync();
        const string secret = "token-that-nobody-may-see-0123456789";
        await using (
            var server = DashboardServer.Start(
                settings:
                [
                    ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
                    ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ]
            )
        )
        {
            await server.DeliverAsync(
                Signed.Post(Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow()))
            );
            await server.DeliverAsync(
                Signed.Post(Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow()), "another key")
            );
            using var visitor = server.Caller(key: null);
            using var _ = await visitor.GetAsync(
                new Uri($"/r/{secret}?next={secret}", UriKind.Relative),
                Token
            );
            using var caller = server.Caller();
            using var __ = await caller.GetAsync(
                new Uri($"/api/v1/summary?access_token={secret}", UriKind.Relative),
                Token
            );
        }

        Assert.Contains("webhooks.commit", collector.Text("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("/r/{token}", collector.Text("/v1/traces"), StringComparison.Ordinal);
        Assert.Contains("webhooks.accepted", collector.Text("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("Refused a webhook", collector.Text("/v1/logs"), StringComparison.Ordinal);
        // Of a customer, not even the ids.
        foreach (var id in (string[])["connection-1", "user-1"])
            Assert.DoesNotContain(id, collector.Text("/v1/traces"), StringComparison.Ordinal);
        foreach (var path in collector.Paths)
        foreach (var hidden in (string[])[secret, DashboardServer.ApiKey, Signed.ConsumerKey])
            Assert.DoesNotContain(hidden, collector.Text(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_is_named_by_its_host_alone()
    {
        using var span = new Activity("GET");
        span.SetTag("url.full", "https://api.example/api/v1/authorizations/abc?userId=u&userSecret=s");

        using var redaction = new AddressRedaction();
        redaction.OnEnd(span);

        Assert.Equal("https://api.example", span.GetTagItem("url.full"));
    }

    /// <summary>Takes what OpenTelemetry's exporter posts.</summary>
    private sealed class Collector(WebApplication app, ConcurrentDictionary<string, string> taken)
        : IAsyncDisposable
    {
        public string Address =>
            app
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.Single();

        public ICollection<string> Paths => taken.Keys;

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Configuration["urls"] = "http://127.0.0.1:0";
            var app = builder.Build();
            var taken = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
            app.MapPost(
                "/v1/{signal}",
                async (HttpRequest request) =>
                {
                    using var reader = new StreamReader(request.Body, Encoding.Latin1);
                    var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
                    taken.AddOrUpdate(request.Path, text, (_, before) => before + text);
                }
            );
            await app.StartAsync(Token);
            return new(app, taken);
        }

        public string Text(string path) => taken.GetValueOrDefault(path, "");

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
