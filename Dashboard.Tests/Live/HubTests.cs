using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Dashboard.Access;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Live;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Live;

public sealed class HubTests
{
    [Fact]
    public async Task A_client_with_a_key_receives_a_break_right_after_the_webhook()
    {
        await using var server = DashboardServer.Start();
        await using var client = await HubClient.ConnectAsync(server);

        var at = TimeProvider.System.GetUtcNow();
        var (answer, _) = await server.DeliverAsync(
            Signed.Post(Signed.Event("CONNECTION_BROKEN", at, "c1", "u1"))
        );
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var change = await client.NextAsync("c1");
        Assert.Equal("Disabled", change.GetProperty("health").GetString());
        Assert.Equal("u1", change.GetProperty("userId").GetString());
        Assert.Equal(JsonValueKind.Null, change.GetProperty("previousHealth").ValueKind);
    }

    [Fact]
    public async Task A_client_that_stops_reading_delays_no_other()
    {
        await using var server = DashboardServer.Start();
        using var stuck = new ClientWebSocket();
        await HubClient.SubscribedAsync(server, () => ConnectAndStopReadingAsync(stuck, server.Address));
        await using var client = await HubClient.ConnectAsync(server);
        var bus = server.Services.GetRequiredService<IChangeBus>();

        // More than the buffers between the two take.
        await bus.PublishAsync([.. Enumerable.Range(0, HubListener.MaxChanges).Select(LargeChange)]);
        await client.NextAsync(LargeChange(HubListener.MaxChanges - 1).Id);
        var at = TimeProvider.System.GetUtcNow();
        await server.DeliverAsync(Signed.Post(Signed.Event("CONNECTION_BROKEN", at, "c1", "u1")));

        await client.NextAsync("c1");
    }

    [Fact]
    public async Task A_client_whose_key_is_revoked_is_disconnected_within_a_minute()
    {
        const string second = "another-key-of-the-tests-000002";
        var time = new FakeTimeProvider(Some.Noon);
        await using var server = DashboardServer.Start(time);
        await using (var db = server.Database.CreateDbContext())
        {
            db.ApiKeys.Add(Key(second));
            await db.SaveChangesAsync(Token);
        }
        await using var stays = await HubClient.ConnectAsync(server);
        await using var leaves = await HubClient.ConnectAsync(server, second);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(leaves.IsConnected);

        await using (var db = server.Database.CreateDbContext())
            await db
                .ApiKeys.Where(k => k.Id == "second")
                .ExecuteUpdateAsync(s => s.SetProperty(k => k.RevokedAt, time.GetUtcNow()), Token);

        await time.UntilAsync(
            TimeSpan.FromMinutes(1),
            () => !leaves.IsConnected,
            "the revoked key's connection was closed"
        );
        Assert.True(stays.IsConnected);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not-a-key-that-anybody-was-given")]
    public async Task A_client_without_a_valid_key_is_refused(string? key)
    {
        await using var server = DashboardServer.Start();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() =>
            HubClient.ConnectAsync(server, key)
        );

        Assert.Equal(HttpStatusCode.Unauthorized, failure.StatusCode);
    }

    private static ConnectionChange LargeChange(int number) =>
        new(
            $"large-{number}",
            new string('u', 2_000),
            null,
            Health.Disabled,
            null,
            DateTimeOffset.UnixEpoch,
            false,
            1
        );

    private static async Task ConnectAndStopReadingAsync(ClientWebSocket socket, Uri server)
    {
        socket.Options.SetRequestHeader("Authorization", $"Bearer {DashboardServer.ApiKey}");
        var address = new UriBuilder(server) { Scheme = "ws", Path = "/hubs/connection-health" }.Uri;
        await socket.ConnectAsync(address, Token);
        await socket.SendAsync(
            "{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(),
            WebSocketMessageType.Text,
            endOfMessage: true,
            Token
        );
        await socket.ReceiveAsync(new byte[64], Token);
    }

    private static ApiKey Key(string key) =>
        new()
        {
            Id = "second",
            Name = "second",
            KeyHash = ApiKeys.Hash(key),
            Scope = ApiScope.Read,
            CreatedAt = Some.Noon,
        };
}
