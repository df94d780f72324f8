using System.Net;
using System.Text.Json;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Live;

public sealed class HubTests
{
    [Fact]
    public async Task A_client_with_a_key_hears_of_a_break_right_after_the_webhook()
    {
        await using var server = DashboardServer.Start();
        await using var client = await HubClient.ConnectAsync(server);

        var at = TimeProvider.System.GetUtcNow();
        await server.DeliverAsync(Signed.Post(Signed.Event("CONNECTION_BROKEN", at, "c1", "u1")));

        var change = await client.NextAsync("c1");
        Assert.Equal("Disabled", change.GetProperty("health").GetString());
        Assert.Equal("u1", change.GetProperty("userId").GetString());
        Assert.Equal(JsonValueKind.Null, change.GetProperty("previousHealth").ValueKind);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not-a-key-that-anybody-was-given")]
    public async Task Without_a_good_key_nobody_listens(string? key)
    {
        await using var server = DashboardServer.Start();

        var failure = await Assert.ThrowsAsync<HttpRequestException>(() =>
            HubClient.ConnectAsync(server, key)
        );

        Assert.Equal(HttpStatusCode.Unauthorized, failure.StatusCode);
    }
}
