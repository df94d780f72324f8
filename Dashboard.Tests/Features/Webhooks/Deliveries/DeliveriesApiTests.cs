using System.Net;
using System.Text.Json;
using Dashboard.Domain.Deliveries;
using Dashboard.Features.Webhooks.Refusals;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Webhooks.Deliveries;

/// <summary>Deliveries through the whole server: none leaves no trace, and a flood leaves a small one.</summary>
public sealed class DeliveriesApiTests : IAsyncLifetime
{
    private readonly DashboardServer _server = DashboardServer.Start();
    private readonly HttpClient _api;

    public DeliveriesApiTests() => _api = _server.Caller();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_refused_delivery_has_the_documented_shape_and_a_diagnosis()
    {
        await _server.DeliverAsync(Signed.Post(Event(), "another key"));

        var item = (await ItemsAsync("outcome=refused", 1))[0];

        Assert.Equal(
            ["id", "receivedAt", "status", "reason", "diagnosis", "address", "size"],
            item.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(JsonValueKind.String, item.GetProperty("id").ValueKind);
        Assert.Equal(401, item.GetProperty("status").GetInt32());
        Assert.Equal("forged", item.GetProperty("reason").GetString());
        Assert.Equal("Signed with another key", item.GetProperty("diagnosis").GetString());
        Assert.Equal("127.0.0.1", item.GetProperty("address").GetString()!.Replace("::1", "127.0.0.1"));
        Assert.True(item.GetProperty("size").GetInt64() > 100);
    }

    [Fact]
    public async Task One_that_the_database_does_not_accept_keeps_no_other_out()
    {
        await using (var db = _server.Database.CreateDbContext())
            await db.Database.RunSqliteAsync(
                "CREATE TRIGGER Poison BEFORE INSERT ON RefusedDeliveries WHEN NEW.Size = 3 BEGIN SELECT RAISE(ABORT, 'not this one'); END"
            );
        await _server.DeliverAsync(Signed.Post("[1]", "another key"));
        await _server.DeliverAsync(Signed.Post(Event(), "another key"));
        await ItemsAsync("outcome=refused", 1);

        await _server.DeliverAsync(Signed.Post("[2]", "another key"));
        await _server.DeliverAsync(Signed.Post(Event(), "another key"));
        await ItemsAsync("outcome=refused", 2);
    }

    [Fact]
    public async Task An_accepted_delivery_has_neither_a_reason_nor_a_row_of_its_own()
    {
        await _server.DeliverAsync(Signed.Post(Event()));

        var item = (await ItemsAsync("outcome=Accepted", 1))[0];

        Assert.Equal(200, item.GetProperty("status").GetInt32());
        Assert.Equal(JsonValueKind.Null, item.GetProperty("reason").ValueKind);
        Assert.Equal(JsonValueKind.Null, item.GetProperty("diagnosis").ValueKind);
        Assert.True(item.GetProperty("size").GetInt64() > 100);
        await using var db = _server.Database.CreateDbContext();
        Assert.Empty(await db.RefusedDeliveries.ToListAsync(Token));
    }

    [Fact]
    public async Task Pages_of_both_kinds_neither_repeat_nor_hide_one()
    {
        for (var i = 0; i < 7; i++)
        {
            await _server.DeliverAsync(Signed.Post(Event()));
            await _server.DeliverAsync(Signed.Post(Event(), "another key"));
        }
        await ItemsAsync("outcome=refused", 7);

        HashSet<string> seen = [];
        List<DateTimeOffset> times = [];
        for (string? cursor = ""; cursor is not null; )
        {
            var page = await _api.JsonAsync($"/api/v1/deliveries?limit=3&cursor={cursor}");
            foreach (var item in page.GetProperty("items").EnumerateArray())
            {
                Assert.True(seen.Add(item.GetProperty("id").GetString()!));
                times.Add(item.GetProperty("receivedAt").GetDateTimeOffset());
            }
            cursor = page.GetProperty("nextCursor").GetString();
        }
        Assert.Equal(14, seen.Count);
        Assert.Equal(times.OrderDescending(), times);
    }

    [Theory]
    [InlineData("outcome=maybe")]
    [InlineData("cursor=nonsense")]
    [InlineData("limit=0")]
    public async Task A_wrong_parameter_is_refused(string query)
    {
        using var answer = await _api.GetAsync(
            new Uri($"/api/v1/deliveries?{query}", UriKind.Relative),
            Token
        );
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Of_a_flood_few_are_kept_all_are_counted_and_the_true_one_is_found()
    {
        const int Flood = 400;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Flood),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token },
            async (_, _) => await _server.DeliverAsync(Signed.Post("{}", "nobody's key"))
        );
        var old = Event();
        old["eventTimestamp"] = TimeProvider.System.GetUtcNow().AddDays(-3).ToString("O");
        await _server.DeliverAsync(Signed.Post(old));

        await Eventually.TrueAsync(
            async () => (await CountsAsync()).GetValueOrDefault(DeliveryOutcomes.Forged) == Flood,
            "every refused delivery was counted"
        );
        await Eventually.TrueAsync(
            async () =>
            {
                await using var stored = _server.Database.CreateDbContext();
                return await stored.RefusedDeliveries.AnyAsync(
                    d => d.Reason == DeliveryOutcomes.TooOld,
                    Token
                );
            },
            "the true one was kept"
        );
        await using var db = _server.Database.CreateDbContext();
        var kept = await db.RefusedDeliveries.ToListAsync(Token);
        Assert.InRange(kept.Count(d => d.Reason == DeliveryOutcomes.Forged), 1, RefusalSampler.Burst + 5);
        Assert.Equal(
            DeliveryFault.TooOld,
            Assert.Single(kept, d => d.Reason == DeliveryOutcomes.TooOld).Fault
        );
    }

    [Fact]
    public async Task A_key_that_was_configured_before_is_recognised_after_a_rotation()
    {
        using var certificates = new KeyCertificates();
        var certificate = KeyCertificates.Settings(certificates.Make("keys"));
        await using (DashboardServer.Start(database: _server.Database, settings: certificate))
            await Eventually.TrueAsync(
                async () =>
                {
                    await using var db = _server.Database.CreateDbContext();
                    return await db.UsedConsumerKeys.AnyAsync(Token);
                },
                "the key was remembered"
            );
        await using var rotated = DashboardServer.Start(
            database: _server.Database,
            settings: [.. certificate, ("SnapTrade:ConsumerKey", "the-key-after-the-rotation")]
        );

        await rotated.DeliverAsync(Signed.Post(Event()));

        Assert.Equal(
            "Signed with a key that this server used before",
            (await ItemsAsync("outcome=refused", 1))[0].GetProperty("diagnosis").GetString()
        );
        await using var read = _server.Database.CreateDbContext();
        Assert.DoesNotContain(
            await read.UsedConsumerKeys.ToListAsync(Token),
            k => k.ProtectedKey.Contains(Signed.ConsumerKey, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_node_that_stopped_is_not_counted_any_more()
    {
        async Task<bool> AreRunning(int nodes)
        {
            await using var db = _server.Database.CreateDbContext();
            return await db.NodePulses.CountAsync(Token) == nodes;
        }
        await using (DashboardServer.Start(database: _server.Database))
            await Eventually.TrueAsync(() => AreRunning(2), "both nodes were counted");

        Assert.True(await AreRunning(1));
    }

    [Fact]
    public async Task Without_a_certificate_no_key_is_kept()
    {
        await _server.DeliverAsync(Signed.Post(Event(), "another key"));
        await ItemsAsync("outcome=refused", 1);

        await using var db = _server.Database.CreateDbContext();
        Assert.Empty(await db.UsedConsumerKeys.ToListAsync(Token));
    }

    [Fact]
    public async Task A_test_delivery_is_answered_with_what_was_seen_and_changes_nothing()
    {
        var payload = Event();
        payload["eventType"] = TestDelivery.EventType;

        var (answer, body) = await _server.DeliverAsync(Signed.Post(payload));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("http", body.GetProperty("scheme").GetString());
        await using var db = _server.Database.CreateDbContext();
        Assert.Empty(await db.Events.ToListAsync(Token));
        Assert.Empty(await db.Receipts.ToListAsync(Token));
        Assert.Empty(await db.Connections.ToListAsync(Token));
        Assert.Empty(await db.SnapTradeUsers.ToListAsync(Token));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("203.0.113.5", true)]
    public async Task A_test_delivery_tells_whether_a_proxy_is_not_trusted(string? forwarded, bool isRelayed)
    {
        var payload = Event();
        payload["eventType"] = TestDelivery.EventType;
        using var request = Signed.Post(payload);
        if (forwarded is not null)
            request.Headers.Add("X-Forwarded-For", forwarded);

        var (_, body) = await _server.DeliverAsync(request);

        Assert.Equal(isRelayed, body.GetProperty("isRelayed").GetBoolean());
    }

    [Fact]
    public async Task A_test_delivery_with_another_key_is_refused_like_any_other()
    {
        var payload = Event();
        payload["eventType"] = TestDelivery.EventType;

        var (answer, _) = await _server.DeliverAsync(Signed.Post(payload, "another key"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static Dictionary<string, object?> Event() =>
        Signed.Event("CONNECTION_BROKEN", TimeProvider.System.GetUtcNow());

    private async Task<List<JsonElement>> ItemsAsync(string query, int count)
    {
        List<JsonElement> items = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await _api.JsonAsync($"/api/v1/deliveries?{query}");
                items = [.. page.GetProperty("items").EnumerateArray()];
                return items.Count == count;
            },
            $"{count} deliveries are listed"
        );
        return items;
    }

    private async Task<Dictionary<string, long>> CountsAsync()
    {
        await using var db = _server.Database.CreateDbContext();
        return await db
            .DeliveryCounts.GroupBy(c => c.Outcome)
            .ToDictionaryAsync(g => g.Key, g => g.Sum(c => c.Count), Token);
    }
}
