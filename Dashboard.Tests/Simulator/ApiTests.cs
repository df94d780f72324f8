using System.Net;
using Dashboard.Simulator.State;

namespace Dashboard.Tests.Simulator;

public sealed class ApiTests
{
    [Fact]
    public async Task A_user_can_be_registered_used_and_deleted()
    {
        await using var host = await SimulatorHost.StartAsync();

        using var registered = await host.SendAsync(
            HttpMethod.Post,
            "/snapTrade/registerUser",
            body: """{"userId":"new-customer"}"""
        );
        var secret = (await registered.JsonAsync()).GetProperty("userSecret").GetString()!;
        var user = new SimulatedUser("new-customer", secret, "", "", "en", default);
        using var listed = await host.GetAsync("/authorizations", user);
        Assert.Equal(0, (await listed.JsonAsync()).GetArrayLength());

        using var deleted = await host.SendAsync(HttpMethod.Delete, "/snapTrade/deleteUser", user);
        Assert.Equal("deleted", (await deleted.JsonAsync()).GetProperty("status").GetString());
        using var refused = await host.GetAsync("/authorizations", user);
        await AssertErrorAsync(refused, HttpStatusCode.Unauthorized, "1083");
    }

    [Fact]
    public async Task A_new_secret_replaces_the_old_one()
    {
        await using var host = await SimulatorHost.StartAsync();
        var user = host.World.Users[0];
        var body = $$"""{"userId":"{{user.UserId}}","userSecret":"{{user.UserSecret}}"}""";

        using var reset = await host.SendAsync(HttpMethod.Post, "/snapTrade/resetUserSecret", body: body);

        var secret = (await reset.JsonAsync()).GetProperty("userSecret").GetString()!;
        Assert.NotEqual(user.UserSecret, secret);
        using var withOld = await host.GetAsync("/authorizations", user);
        using var withNew = await host.GetAsync("/authorizations", user with { UserSecret = secret });
        Assert.Equal(HttpStatusCode.Unauthorized, withOld.StatusCode);
        Assert.Equal(HttpStatusCode.OK, withNew.StatusCode);
    }

    [Fact]
    public async Task Disabling_twice_and_refreshing_what_is_disabled_need_payment()
    {
        await using var host = await SimulatorHost.StartAsync();
        var connection = host.World.Authorizations.First(candidate => !candidate.IsDisabled);
        var user = host.World.FindUser(connection.UserId)!;
        var path = $"/authorizations/{connection.Id}";

        using var first = await host.SendAsync(HttpMethod.Post, $"{path}/disable", user);
        using var second = await host.SendAsync(HttpMethod.Post, $"{path}/disable", user);
        using var refresh = await host.SendAsync(HttpMethod.Post, $"{path}/refresh", user);
        using var detail = await host.GetAsync(path, user);

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await AssertErrorAsync(second, HttpStatusCode.PaymentRequired, "3011");
        await AssertErrorAsync(refresh, HttpStatusCode.PaymentRequired, "3003");
        var answer = await detail.JsonAsync();
        Assert.True(answer.GetProperty("disabled").GetBoolean());
        Assert.Equal(SimulatorHost.RecordedAt, answer.GetProperty("disabled_date").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("/connection/")]
    [InlineData("/authorizations/")]
    public async Task A_deleted_connection_is_gone(string path)
    {
        await using var host = await SimulatorHost.StartAsync();
        var connection = host.World.Authorizations[0];
        var user = host.World.FindUser(connection.UserId)!;

        using var deleted = await host.SendAsync(HttpMethod.Delete, path + connection.Id, user);
        using var detail = await host.GetAsync($"/authorizations/{connection.Id}", user);

        Assert.Equal(connection.Id, (await deleted.JsonAsync()).GetProperty("connection_id").GetString());
        await AssertErrorAsync(detail, HttpStatusCode.NotFound, "0000");
    }

    [Fact]
    public async Task Another_users_connection_is_not_found()
    {
        await using var host = await SimulatorHost.StartAsync();
        var connection = host.World.Authorizations[0];
        var stranger = host.World.Users.First(user => user.UserId != connection.UserId);

        using var response = await host.GetAsync($"/authorizations/{connection.Id}/accounts", stranger);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_legacy_prefix_works_as_well()
    {
        await using var host = await SimulatorHost.StartAsync();

        using var response = await host.SendAsync(
            HttpMethod.Get,
            "/brokerages",
            prefix: $"{SignedCalls.Root}/api/v1"
        );

        Assert.Equal(20, (await response.JsonAsync()).GetArrayLength());
    }

    [Fact]
    public async Task A_timestamp_older_than_five_minutes_is_refused()
    {
        await using var host = await SimulatorHost.StartAsync();

        using var recent = await host.SendAsync(HttpMethod.Get, "/brokerages", age: TimeSpan.FromMinutes(5));
        using var stale = await host.SendAsync(
            HttpMethod.Get,
            "/brokerages",
            age: TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1)
        );

        Assert.Equal(HttpStatusCode.OK, recent.StatusCode);
        await AssertErrorAsync(stale, HttpStatusCode.Unauthorized, "1076");
    }

    [Fact]
    public async Task Calls_beyond_the_limit_are_throttled_until_the_minute_has_rolled_on()
    {
        await using var host = await SimulatorHost.StartAsync(("Simulator:RequestsPerMinute", "2"));

        using var first = await host.SendAsync(HttpMethod.Get, "/snapTrade/partners");
        host.Time.Advance(TimeSpan.FromSeconds(53));
        using var second = await host.SendAsync(HttpMethod.Get, "/snapTrade/partners");
        using var third = await host.SendAsync(HttpMethod.Get, "/snapTrade/partners");
        host.Time.Advance(TimeSpan.FromSeconds(7));
        using var fourth = await host.SendAsync(HttpMethod.Get, "/snapTrade/partners");

        Assert.Equal(["1"], first.Headers.GetValues("X-RateLimit-Remaining"));
        Assert.Equal(["0"], second.Headers.GetValues("X-RateLimit-Remaining"));
        Assert.Equal(["7"], third.Headers.GetValues("X-RateLimit-Reset"));
        await AssertErrorAsync(third, HttpStatusCode.TooManyRequests, "0000");
        Assert.Equal(
            "Request was throttled. Expected available in 7 seconds.",
            (await third.JsonAsync()).GetProperty("detail").GetString()
        );
        Assert.Equal(HttpStatusCode.OK, fourth.StatusCode);
    }

    [Fact]
    public async Task The_status_needs_no_signature_and_an_unknown_operation_is_not_found()
    {
        await using var host = await SimulatorHost.StartAsync();

        using var status = await host.Client.GetAsync("/simulator/", Token);
        using var unknown = await host.SendAsync(HttpMethod.Get, "/snapTrade/nothing");

        Assert.True((await status.JsonAsync()).GetProperty("online").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_POST_without_a_body_may_name_a_content_type()
    {
        await using var host = await SimulatorHost.StartAsync();
        var user = host.World.Users[0];

        using var login = await host.SendAsync(HttpMethod.Post, "/snapTrade/login", user, "");

        Assert.Equal(HttpStatusCode.OK, login.StatusCode);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"userId":1}""")]
    [InlineData("""{"userId":"a","userId":"b"}""")]
    public async Task A_body_that_makes_no_sense_is_a_bad_request(string body)
    {
        await using var host = await SimulatorHost.StartAsync();

        using var response = await host.SendAsync(HttpMethod.Post, "/snapTrade/registerUser", body: body);

        await AssertErrorAsync(response, HttpStatusCode.BadRequest, "1012");
    }

    private static async Task AssertErrorAsync(
        HttpResponseMessage response,
        HttpStatusCode status,
        string code
    )
    {
        Assert.Equal(status, response.StatusCode);
        var error = await response.JsonAsync();
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal((int)status, error.GetProperty("status_code").GetInt32());
    }
}
