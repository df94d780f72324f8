using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Components.Surface;

public sealed partial class PageHeadersTests
{
    [Fact]
    public async Task Pages_load_only_our_own_content_and_each_response_has_its_own_nonce()
    {
        await using var server = DashboardServer.Start();
        using var browser = server.Caller(key: null);
        var (first, page) = await OpenAsync(browser, "/account/sign-in");
        var (second, _) = await OpenAsync(browser, "/account/sign-in");

        var policy = One(first, "Content-Security-Policy");
        var nonce = Nonce().Match(policy).Groups["value"].Value;
        Assert.Contains($"<script type=\"importmap\" nonce=\"{nonce}\"", page, StringComparison.Ordinal);
        Assert.NotEqual(policy, One(second, "Content-Security-Policy"));
        Assert.Equal(
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
                + $"img-src 'self' data:; connect-src 'self' wss://dashboard.example; form-action 'self'; "
                + "base-uri 'self'; object-src 'none'; frame-src 'none'; frame-ancestors 'none'",
            policy
        );
        Assert.Equal("DENY", One(first, "X-Frame-Options"));
        Assert.Equal("same-origin", One(first, "Cross-Origin-Opener-Policy"));
        Assert.True(first.Headers.CacheControl is { NoStore: true, NoTransform: true });
        Assert.Contains("camera=()", One(first, "Permissions-Policy"), StringComparison.Ordinal);
        Everything(first);
    }

    [Theory]
    [InlineData("/not-a-page", HttpStatusCode.Redirect)]
    [InlineData("/r/unknown", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/connections", HttpStatusCode.Unauthorized)]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/css/frame.css", HttpStatusCode.OK)]
    public async Task Every_response_forbids_content_sniffing_and_referrers(
        string path,
        HttpStatusCode expected
    )
    {
        await using var server = DashboardServer.Start();
        using var browser = server.Caller(key: null);
        var (answer, _) = await OpenAsync(browser, path);
        Assert.Equal(expected, answer.StatusCode);
        Everything(answer);
    }

    [Fact]
    public async Task Customers_pages_keep_their_stricter_word_and_get_the_rest()
    {
        await using var server = DashboardServer.Start();
        using var browser = server.Caller(key: null);
        var (answer, _) = await OpenAsync(browser, "/r/unknown");
        Assert.StartsWith(
            "default-src 'none'",
            One(answer, "Content-Security-Policy"),
            StringComparison.Ordinal
        );
        Assert.Equal("no-referrer", One(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
    }

    [Theory]
    [InlineData("https://dashboard.example", true)]
    [InlineData("http://dashboard.example", false)]
    public async Task With_a_public_https_address_browsers_must_use_https(string publicUrl, bool expected)
    {
        await using var server = DashboardServer.Start(null, null, ("Dashboard:PublicUrl", publicUrl));
        using var browser = server.Caller(key: null);
        var (answer, _) = await OpenAsync(browser, "/account/sign-in");
        Assert.Equal(expected, answer.Headers.Contains("Strict-Transport-Security"));
        var cookies = answer.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(cookies);
        Assert.All(
            cookies,
            cookie =>
            {
                Assert.Equal(expected, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
                Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("; samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            }
        );
    }

    [Theory]
    [InlineData("/not-a-page?x=1", "/account/sign-in?returnUrl=%2Fnot-a-page%3Fx%3D1")]
    [InlineData("/account/sign-in", null)]
    public async Task A_forged_host_is_not_echoed(string path, string? location)
    {
        await using var server = DashboardServer.Start();
        using var browser = server.Caller(key: null);
        browser.DefaultRequestHeaders.Host = "made-up.example";
        var (answer, page) = await OpenAsync(browser, path);
        Assert.Equal(location, answer.Headers.Location?.OriginalString);
        Assert.DoesNotContain("made-up", answer.Headers.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("made-up", page, StringComparison.Ordinal);
    }

    private static void Everything(HttpResponseMessage answer)
    {
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Contains(One(answer, "Referrer-Policy"), (string[])["same-origin", "no-referrer"]);
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
        Assert.False(answer.Headers.Contains("Server"), "The answer names the server's software.");
    }

    private static string One(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues(name));

    private static async Task<(HttpResponseMessage Answer, string Body)> OpenAsync(
        HttpClient client,
        string path
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        var answer = await client.SendAsync(request, Token);
        return (answer, await answer.Content.ReadAsStringAsync(Token));
    }

    [GeneratedRegex("'nonce-(?<value>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nonce();
}
