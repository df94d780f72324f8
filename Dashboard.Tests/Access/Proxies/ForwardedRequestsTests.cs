using Dashboard.Access.Proxies;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Access.Proxies;

public sealed class ForwardedRequestsTests
{
    [Theory]
    [InlineData("KnownProxies", "10.9.9.9, 127.0.0.1", "203.0.113.5 https")]
    [InlineData("KnownNetworks", "127.0.0.0/8", "203.0.113.5 https")]
    [InlineData("KnownProxies", "10.9.9.9", "127.0.0.1 http")]
    [InlineData("KnownProxies", "", "127.0.0.1 http")]
    public async Task Only_a_named_proxy_is_believed(string setting, string value, string expected)
    {
        var (seen, warnings) = await AskAsync(setting, value);
        Assert.Equal(expected, seen);
        Assert.Equal(value.Length == 0 ? 1 : 0, warnings);
    }

    [Theory]
    [InlineData("198.51.100.7, 203.0.113.5, 10.0.3.4", "203.0.113.5 https")]
    [InlineData("203.0.113.5, 10.0.3.4, 10.0.3.5", "203.0.113.5 https")]
    [InlineData("203.0.113.5, 192.0.2.9, 10.0.3.4", "192.0.2.9 https")]
    public async Task Consecutive_configured_proxies_are_trusted_and_none_behind_another_hop(
        string hops,
        string expected
    )
    {
        var (seen, _) = await AskAsync("KnownNetworks", "127.0.0.0/8, 10.0.3.0/24", hops);
        Assert.Equal(expected, seen);
    }

    [Fact]
    public void Wrong_proxies_are_named()
    {
        var result = new ProxyOptionsValidator().Validate(
            name: null,
            new ProxyOptions { KnownProxies = "10.0.0.1,proxy", KnownNetworks = "10.0.0.0/99" }
        );
        Assert.Equal(
            [
                "ForwardedHeaders__KnownProxies: proxy is not an IP address.",
                "ForwardedHeaders__KnownNetworks: 10.0.0.0/99 is not a network such as 10.0.3.0/24.",
            ],
            result.Failures
        );
    }

    private static async Task<(string Seen, int Warnings)> AskAsync(
        string setting,
        string value,
        string hops = "203.0.113.5"
    )
    {
        var log = new RecordingLog();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration[$"ForwardedHeaders:{setting}"] = value;
        ForwardedRequests.Add(builder);
        await using var app = builder.Build();
        app.UseForwardedRequests();
        app.MapGet("/", (HttpContext c) => $"{c.Connection.RemoteIpAddress!.MapToIPv4()} {c.Request.Scheme}");
        await app.StartAsync(Token);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        client.DefaultRequestHeaders.Add("X-Forwarded-For", hops);
        var schemes = hops.Split(',').Select(_ => "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", string.Join(',', schemes));
        await client.GetStringAsync("/", Token);
        var seen = await client.GetStringAsync("/", Token);
        return (
            seen,
            log.Lines.Count(l => l.Contains("ForwardedHeaders__KnownProxies", StringComparison.Ordinal))
        );
    }
}
