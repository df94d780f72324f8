using System.Net;
using System.Text;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Webhooks;

public sealed class WebhookEndpointTests(WebhookServer host) : IClassFixture<WebhookServer>
{
    private static readonly DateTimeOffset At = WebhookServer.Start.AddMinutes(-3);
    private readonly DashboardServer _server = host.Server;

    [Theory]
    [MemberData(nameof(WebhookVector.All), MemberType = typeof(WebhookVector))]
    public async Task Webhooks_as_SnapTrade_signs_them_are_accepted(WebhookVector vector)
    {
        var (answer, body) = await _server.DeliverAsync(
            Signed.Post(Encoding.UTF8.GetBytes(vector.BodyAsSent), vector.Signature)
        );

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"received":true,"duplicate":false}""", body.GetRawText());
    }

    [Fact]
    public async Task A_second_delivery_is_acknowledged_and_changes_nothing()
    {
        var payload = Signed.Event("CONNECTION_BROKEN", At, "twice", webhookId: "delivered-twice");

        await AcceptAsync(payload);
        var (answer, body) = await _server.DeliverAsync(Signed.Post(payload));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"received":true,"duplicate":true}""", body.GetRawText());
        await using var db = _server.Database.CreateDbContext();
        Assert.Single(await EventsAsync("delivered-twice"));
        Assert.Equal(1, (await ConnectionAsync("twice")).Version);
    }

    [Fact]
    public async Task The_connection_is_disabled_before_the_answer_comes()
    {
        await AcceptAsync(Signed.Event("CONNECTION_BROKEN", At, "breaks"));

        var connection = await ConnectionAsync("breaks");
        Assert.Equal(Health.Disabled, connection.Health);
        Assert.Equal(At, connection.Since);
    }

    [Theory]
    [InlineData(Signed.ConsumerKey)]
    [InlineData("the-key-before-that-one")]
    public async Task The_current_and_the_previous_key_sign_canonical_and_raw_bodies(string key)
    {
        var payload = Signed.Event("CONNECTION_FIXED", At);
        await AcceptAsync(Signed.Post(payload, key));
        payload["webhookId"] = Guid.NewGuid().ToString();
        var indented = System.Text.Json.JsonSerializer.Serialize(payload).Replace(",", " ,\r\n  ");
        await AcceptAsync(Signed.Post(indented, key));
    }

    [Fact]
    public async Task The_webhook_secret_never_reaches_the_database_files()
    {
        const string Secret = "a-very-recognizable-webhook-secret";
        var payload = Signed.Event("CONNECTION_BROKEN", At, "keeps-no-secret", webhookId: "with-secret");
        payload["webhookSecret"] = Secret;

        await AcceptAsync(payload);

        Assert.True(IsInFiles("keeps-no-secret"));
        Assert.False(IsInFiles(Secret));
        Assert.DoesNotContain("webhookSecret", Assert.Single(await EventsAsync("with-secret")).Payload);
    }

    [Theory]
    [InlineData("TRADE_DETECTION")]
    [InlineData("TRADE_UPDATE")]
    public async Task Orders_of_trade_events_are_not_kept(string type)
    {
        var payload = Signed.Event(type, At, "trades", webhookId: $"{type}-1");
        payload["details"] = new { symbol = "a-recognizable-symbol", units = 12 };

        await AcceptAsync(payload);

        Assert.DoesNotContain("details", Assert.Single(await EventsAsync($"{type}-1")).Payload);
        Assert.False(IsInFiles("a-recognizable-symbol"));
    }

    [Theory]
    [InlineData("ACCOUNT_HOLDINGS_UPDATED")]
    [InlineData("ACCOUNT_TRANSACTIONS_INITIAL_UPDATE")]
    [InlineData("ACCOUNT_TRANSACTIONS_UPDATED")]
    public async Task Data_events_only_move_a_date_and_a_counter(string type)
    {
        var later = Signed.Event(type, At.AddSeconds(5), type, webhookId: $"{type}-1");
        var earlier = Signed.Event(type, At, type, webhookId: $"{type}-2");

        await AcceptAsync(later);
        await AcceptAsync(earlier);
        await AcceptAsync(earlier);

        var connection = await ConnectionAsync(type);
        Assert.Equal(At.AddSeconds(5), connection.LastDataAt);
        Assert.Equal(2, connection.DataEvents);
        Assert.Empty(await EventsAsync($"{type}-1"));
    }

    [Fact]
    public async Task A_data_event_without_success_is_no_data()
    {
        var payload = Signed.Event("ACCOUNT_HOLDINGS_UPDATED", At, "data-failed");
        payload["details"] = new { total_value = new { success = false, error = "x" } };

        await AcceptAsync(payload);

        var connection = await ConnectionAsync("data-failed");
        Assert.Null(connection.LastDataAt);
        Assert.Equal(1, connection.DataEvents);
    }

    [Fact]
    public async Task An_unknown_type_is_stored_as_received()
    {
        var payload = Signed.Event("CONNECTION_ASTONISHED", At, "astonished", webhookId: "astonished-1");
        payload["why"] = new[] { 1.5 };

        await AcceptAsync(payload);

        var stored = Assert.Single(await EventsAsync("astonished-1"));
        Assert.Equal("CONNECTION_ASTONISHED", stored.Type);
        Assert.Contains("\"why\":[1.5]", stored.Payload);
        Assert.Equal(Health.Unknown, (await ConnectionAsync("astonished")).Health);
    }

    [Fact]
    public async Task The_misspelt_webookId_identifies_an_event_too()
    {
        var payload = Signed.Event("CONNECTION_BROKEN", At, "misspelt");
        payload.Remove("webhookId");
        payload["webookId"] = "misspelt-1";

        await AcceptAsync(payload);
        var (_, body) = await _server.DeliverAsync(Signed.Post(payload));

        Assert.True(body.GetProperty("duplicate").GetBoolean());
        Assert.Single(await EventsAsync("misspelt-1"));
    }

    [Fact]
    public async Task Ids_may_contain_any_characters_and_stay_distinct()
    {
        string[] ids = ["Zoe", "zoe", "Zoë", "客户😀", "a'b\"c]", "%_", " spaced out", "..", "a/b%2Fc\\d"];
        foreach (var id in ids)
            await AcceptAsync(Signed.Event("CONNECTION_BROKEN", At, $"any {id}", id, $"any {id}"));
        foreach (var id in ids)
        {
            var again = Signed.Event("CONNECTION_BROKEN", At, $"any {id}", id, $"any {id}");
            var (_, body) = await _server.DeliverAsync(Signed.Post(again));
            Assert.True(body.GetProperty("duplicate").GetBoolean(), id);
            Assert.Equal(id, (await ConnectionAsync($"any {id}")).UserId);
        }
    }

    private Task AcceptAsync(Dictionary<string, object?> payload) => AcceptAsync(Signed.Post(payload));

    private async Task AcceptAsync(HttpRequestMessage request)
    {
        var (answer, body) = await _server.DeliverAsync(request);
        Assert.True(answer.IsSuccessStatusCode, body.ToString());
    }

    private async Task<Connection> ConnectionAsync(string id)
    {
        await using var db = _server.Database.CreateDbContext();
        return await db.Connections.SingleAsync(c => c.Id == id, TestContext.Current.CancellationToken);
    }

    private async Task<List<ConnectionEvent>> EventsAsync(string webhookId)
    {
        await using var db = _server.Database.CreateDbContext();
        return await db
            .Events.Where(e => e.WebhookId == webhookId)
            .ToListAsync(TestContext.Current.CancellationToken);
    }

    private bool IsInFiles(string text) =>
        new[] { _server.Database.FilePath, $"{_server.Database.FilePath}-wal" }
            .Where(File.Exists)
            .Any(path => Bytes(path).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    // SQLite keeps the files open.
    private static ReadOnlySpan<byte> Bytes(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        return copy.ToArray();
    }
}
