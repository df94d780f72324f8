using System.Net;
using Dashboard.Domain.Operators;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Access;

public sealed class ApiRateLimitTests : RoomsContext
{
    private const string Key = "a-key-that-some-script-uses-0001";

    protected override (string Key, string? Value)[] Settings =>
        [("Api:RequestsPerMinute", "3"), ("Api:AnonymousRequestsPerMinute", "2")];

    [Fact]
    public async Task Each_key_gets_its_remaining_limit_and_reset_time()
    {
        await Host.AddKeyAsync(Key, ApiScope.Read);
        using var one = Host.Api();
        using var other = Host.Api(Key);
        Assert.Equal(("3", "2", "60"), Standing(await GetAsync(one)));
        Host.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(("3", "1", "45"), Standing(await GetAsync(one)));
        await GetAsync(one);

        using var refused = await GetAsync(one);
        var problem = await refused.JsonAsync(HttpStatusCode.TooManyRequests);
        Assert.Contains("3 requests a minute. Try again in 45 seconds", problem.Detail());
        Assert.Equal("45", refused.Headers.RetryAfter!.ToString());
        Assert.Equal(("3", "0", "45"), Standing(refused));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(other)).StatusCode);

        Host.Time.Advance(TimeSpan.FromSeconds(45));
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(one)).StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("a-guess-at-a-key-that-is-wrong-001")]
    public async Task Requests_without_a_valid_key_count_by_address_and_do_not_limit_valid_keys(string? guess)
    {
        using var stranger = Host.Api(guess);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(stranger)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(stranger)).StatusCode);
        using var refused = await GetAsync(stranger);
        Assert.Contains(
            "Without a valid API key, one address may make 2 requests a minute.",
            (await refused.JsonAsync(HttpStatusCode.TooManyRequests)).Detail()
        );

        using var caller = Host.Api();
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(caller)).StatusCode);
    }

    [Fact]
    public async Task Guesses_count_wherever_they_are_tried()
    {
        using var stranger = Host.Api("a-guess-at-a-key-that-is-wrong-001");
        for (var i = 0; i < 2; i++)
            Assert.NotEqual(
                HttpStatusCode.TooManyRequests,
                (await GetAsync(stranger, "/audit/export.csv")).StatusCode
            );
        Assert.Equal(
            HttpStatusCode.TooManyRequests,
            (await GetAsync(stranger, "/audit/export.csv")).StatusCode
        );
    }

    [Fact]
    public async Task Guesses_at_the_hub_are_counted_and_listeners_are_not()
    {
        using var stranger = Host.Browser();
        for (var i = 0; i < 2; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(stranger, "/hubs/probe")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync(stranger, "/hubs/probe")).StatusCode);

        using var caller = Host.Api();
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(caller, "/hubs/probe")).StatusCode);
    }

    private static (string?, string?, string?) Standing(HttpResponseMessage answer) =>
        (Of(answer, "RateLimit-Limit"), Of(answer, "RateLimit-Remaining"), Of(answer, "RateLimit-Reset"));

    private static string? Of(HttpResponseMessage answer, string header) =>
        answer.Headers.GetValues(header).Single();

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path = "/api/v1/summary") =>
        client.GetAsync(path, Token);
}
