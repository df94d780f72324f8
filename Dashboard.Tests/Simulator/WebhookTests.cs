using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Simulator;
using Dashboard.Simulator.Control;
using Dashboard.Simulator.State;
using Dashboard.Simulator.Webhooks;

namespace Dashboard.Tests.Simulator;

public sealed class WebhookTests
{
    [Fact]
    public async Task A_break_is_sent_in_SnapTrades_format_and_signed()
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var host = await SimulatorHost.StartAsync(listener.Setting);

        var (user, connection) = host.BreakConnection();
        var webhook = await listener.NextAsync();

        Assert.Equal("CONNECTION_BROKEN", webhook["eventType"]);
        Assert.Equal(user.UserId, webhook["userId"]);
        Assert.Equal(connection.Id, webhook["brokerageAuthorizationId"]);
        Assert.Equal("DEMO", webhook["clientId"]);
        Assert.Equal("2026-11-22T21:07:55.000000+00:00", webhook["eventTimestamp"]);
        Assert.NotNull(webhook["webhookSecret"]);
        Assert.Null(webhook["brokerageId"]);
        Assert.Equal(
            SignedCalls.Sign(SimulatorDefaults.ConsumerKey, SortedAscii(webhook.Body)),
            webhook.Signature
        );
    }

    [Fact]
    public async Task A_refused_webhook_comes_again_on_schedule_with_its_original_time()
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var host = await SimulatorHost.StartAsync(listener.Setting);
        listener.Answer = HttpStatusCode.ServiceUnavailable;
        host.BreakConnection();
        var first = await listener.NextAsync();

        int[] waits = [30, 60, 120];
        for (var retry = 1; retry <= waits.Length; retry++)
        {
            await host.WaitForPendingAsync(pending => pending.Any(webhook => webhook.Attempts == retry));
            var wait = TimeSpan.FromMinutes(waits[retry - 1]);
            Assert.Equal(host.Time.GetUtcNow() + wait, Assert.Single(host.Outbox.Pending).DueAt);
            host.Time.Advance(wait);
            host.Outbox.Wake();
            Assert.Equal(first, await listener.NextAsync());
        }
        await host.WaitForPendingAsync(pending => pending.Count == 0);
    }

    [Fact]
    public async Task A_duplicate_is_the_same_webhook_twice()
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var host = await SimulatorHost.StartAsync(
            listener.Setting,
            ("Simulator:DuplicateWebhooks", "1")
        );

        host.BreakConnection();

        Assert.Equal(await listener.NextAsync(), await listener.NextAsync());
    }

    [Fact]
    public async Task A_dropped_webhook_never_arrives()
    {
        await using var listener = await WebhookListener.StartAsync();
        await using var host = await SimulatorHost.StartAsync(listener.Setting);
        host.Get<SimulatorFaults>().Set(new FaultState { DropWebhooks = true });
        var (_, connection) = host.BreakConnection();
        await host.WaitForPendingAsync(pending => pending.Count == 0);

        host.Get<SimulatorFaults>().Clear();
        host.World.Fix(connection.Id);

        Assert.Equal(SimulatedEventType.Fixed, (await listener.NextAsync())["eventType"]);
    }

    [Fact]
    public async Task Webhooks_go_to_the_own_origin_by_default()
    {
        await using var host = await SimulatorHost.StartAsync();

        Assert.Equal(
            new Uri(host.Client.BaseAddress!, "/webhooks/snaptrade"),
            host.Get<WebhookTarget>().Find()
        );
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080")]
    [InlineData("http://localhost:5000", "http://localhost:5000")]
    public void A_listener_on_every_interface_is_reached_on_loopback(string listening, string target) =>
        Assert.Equal(new Uri(target), OwnOrigin.OnLoopback(listening));

    [Theory]
    [InlineData("plain CONNECTION_BROKEN")]
    [InlineData("non-ASCII sent raw; the canonical form escapes it as \\u00eb (lower-case hex)")]
    [InlineData("emoji: a surrogate pair in the canonical form")]
    public void Webhooks_are_signed_as_Python_signs_them(string name)
    {
        var vector = JsonElement
            .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", "webhooks.json")))
            .GetProperty("accepted")
            .EnumerateArray()
            .Single(candidate => candidate.GetProperty("name").GetString() == name);
        var body = JsonNode.Parse(vector.GetProperty("bodyAsSent").GetString()!)!;

        var signature = SimulatorSignature.OfWebhook(vector.GetProperty("consumerKey").GetString()!, body);

        Assert.Equal(vector.GetProperty("signature").GetString(), signature);
    }

    /// <summary>The canonical form of a flat object with plain ASCII texts.</summary>
    private static string SortedAscii(string body) =>
        $"{{{string.Join(
            ',',
            JsonElement
                .Parse(body)
                .EnumerateObject()
                .OrderBy(member => member.Name, StringComparer.Ordinal)
                .Select(member => $"\"{member.Name}\":\"{member.Value.GetString()}\"")
        )}}}";
}
