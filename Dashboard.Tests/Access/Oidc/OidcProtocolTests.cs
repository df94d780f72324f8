using System.Net;
using System.Web;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Authority;

namespace Dashboard.Tests.Access.Oidc;

[Collection(SsoCollection.Name)]
public sealed class OidcProtocolTests(SharedSso shared)
{
    private SsoHost Shared => shared.Host;

    private static readonly Person Ana = new("s-ana", "Ana Alvarez", "ana@acme.example", true, "Admin");

    [Fact]
    public async Task The_authority_is_asked_by_code_with_PKCE_state_and_nonce_and_no_secret_shows()
    {
        await using var host = await SsoHost.StartAsync([Ana], ("Access:Oidc:MaxAge", "08:00:00"));
        using var browser = new SsoBrowser();
        using var answer = await browser.SendAsync(HttpMethod.Get, new Uri(host.Origin, "/account/sso"));

        var asked = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal(
            ("code", "form_post", "S256"),
            (asked["response_type"], asked["response_mode"], asked["code_challenge_method"])
        );
        Assert.Equal(new Uri(host.Origin, "/account/sso/callback").ToString(), asked["redirect_uri"]);
        Assert.Equal("28800", asked["max_age"]);
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.NotEmpty(asked[name]!));
        Assert.DoesNotContain(
            AuthorityServer.ClientSecret,
            answer.Headers.ToString(),
            StringComparison.Ordinal
        );
        Assert.All(
            answer.Headers.GetValues("Set-Cookie"),
            cookie =>
                Assert.All(
                    ["httponly", "secure"],
                    part => Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase)
                )
        );
    }

    [Fact]
    public async Task Behind_a_proxy_the_authority_gets_the_public_address()
    {
        await using var host = await SsoHost.StartAsync(
            [Ana],
            ("Dashboard:PublicUrl", "https://dashboard.example/")
        );
        using var browser = new SsoBrowser();
        using var answer = await browser.SendAsync(HttpMethod.Get, new Uri(host.Origin, "/account/sso"));
        var asked = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal("https://dashboard.example/account/sso/callback", asked["redirect_uri"]);
    }

    [Theory]
    [InlineData("forged", "code")]
    [InlineData("", "code")]
    public async Task A_forged_response_is_refused(string state, string code)
    {
        var host = Shared;
        using var browser = new SsoBrowser();

        var (address, _, body) = await browser.OpenAsync(
            new Uri(host.Origin, "/account/sso/callback"),
            HttpMethod.Post,
            new FormUrlEncodedContent([new("state", state), new("code", code)])
        );

        Assert.Equal("?reason=Failed", address.Query);
        Assert.Contains("Try again", body, StringComparison.Ordinal);
        Assert.False(await OidcSignInTests.IsInsideAsync(host, browser));
    }

    [Fact]
    public async Task An_answer_does_not_work_in_another_browser()
    {
        var host = Shared;
        var subject = host.Meet("dash-admins").Subject;
        using var mine = new SsoBrowser();
        var page = await mine.OpenAsync(new Uri(host.Origin, "/account/sso"));
        var (callback, fields) = await AnswerAsync(mine, page, subject);
        using var theirs = new SsoBrowser();

        var (address, _, _) = await theirs.OpenAsync(
            callback,
            HttpMethod.Post,
            new FormUrlEncodedContent(fields)
        );

        Assert.Equal("?reason=Failed", address.Query);
        Assert.False(await OidcSignInTests.IsInsideAsync(host, theirs));
    }

    [Theory]
    [InlineData("id_token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzLWFuYSJ9.c2lnbmF0dXJl", true)]
    [InlineData("access_token=eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVydGV4dA.dGFn", true)]
    [InlineData("dashboard=CfDJ8DD49uP9eyJvVnKkUMfN-hsToYgW", false)]
    public void Tokens_are_distinguished_from_random_text(string text, bool token) =>
        Assert.Equal(token, SignedToken.Pattern.IsMatch(text));

    [Fact]
    public async Task Signing_out_ends_the_session_here_and_there()
    {
        var host = Shared;
        var subject = host.Meet("dash-admins").Subject;
        using var browser = new SsoBrowser();
        var (address, _, body) = await host.SignInAsync(browser, subject);
        Assert.Equal(subject, await SessionAsync(host, browser));
        var copy = browser.CookiesOf(host.Origin).ToList();
        Assert.DoesNotContain(copy, SignedToken.Pattern.IsMatch);

        var token = SsoBrowser.Fields(body).First(f => f.Key == "__RequestVerificationToken");
        var (left, status, _) = await browser.OpenAsync(
            new Uri(address, "/account/sign-out"),
            HttpMethod.Post,
            new FormUrlEncodedContent([token])
        );

        Assert.Equal((HttpStatusCode.OK, "/account/sign-in"), (status, left.AbsolutePath));
        Assert.Contains(browser.Visited, v => v.Contains("/connect/end-session?", StringComparison.Ordinal));
        Assert.Equal("nobody", await SessionAsync(host, browser));
        Assert.False(await OidcSignInTests.IsInsideAsync(host, browser));
        Assert.DoesNotContain(
            browser.Visited,
            v =>
                new Uri(v).Authority == host.Origin.Authority
                && (SignedToken.Pattern.IsMatch(v) || v.Contains("code=", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task While_the_authority_is_down_a_page_says_so()
    {
        await using var server = DashboardServer.Start(
            null,
            null,
            ("Access:Oidc:Authority", $"http://localhost:{SsoHost.FreePort()}"),
            ("Access:Oidc:ClientId", "dashboard"),
            ("Access:Oidc:ClientSecret", "secret"),
            ("Access:Oidc:DisplayName", "Acme ID")
        );
        using var browser = new SsoBrowser();

        var signIn = await browser.OpenAsync(
            new Uri(server.Address, "/account/sign-in?returnUrl=%2Fhistory")
        );
        Assert.Contains("Continue with Acme ID", signIn.Body, StringComparison.Ordinal);
        Assert.Contains("/account/sso?returnUrl=%2Fhistory", signIn.Body, StringComparison.Ordinal);
        var (address, status, body) = await browser.OpenAsync(new Uri(server.Address, "/account/sso"));

        Assert.Equal((HttpStatusCode.OK, "?reason=Unreachable"), (status, address.Query));
        Assert.Contains("does not respond", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_starts_so_many_sign_ins_a_minute_and_no_more()
    {
        await using var host = await SsoHost.StartAsync([Ana], ("Access:SignInsPerMinute", "2"));
        using var browser = new SsoBrowser();
        var start = new Uri(host.Origin, "/account/sso");
        for (var i = 0; i < 2; i++)
        {
            using var leads = await browser.SendAsync(HttpMethod.Get, start);
            Assert.StartsWith(
                host.Authority.Address,
                leads.Headers.Location!.ToString(),
                StringComparison.Ordinal
            );
        }

        var (address, _, body) = await browser.OpenAsync(start);

        Assert.Equal("?reason=Throttled", address.Query);
        Assert.Contains("Wait a minute", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_local_passwords_no_endpoint_accepts_one()
    {
        await using var host = await SsoHost.StartAsync(
            [Ana],
            ("Access:Oidc:LocalPasswords", "false"),
            ("Access:BootstrapAdmin:Email", "first@acme.example"),
            ("Access:BootstrapAdmin:Password", "correct horse battery")
        );
        using var browser = new SsoBrowser();

        var page = await browser.OpenAsync(new Uri(host.Origin, "/history"));
        Assert.Equal(("/account/sso/sign-in", HttpStatusCode.OK), (page.Address.AbsolutePath, page.Status));
        Assert.DoesNotContain("password\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("/account/sso?returnUrl=%2Fhistory", page.Body, StringComparison.Ordinal);
        // One route answers to several spellings of its path.
        foreach (var path in (string[])["/account/sign-in", "/account/sign-in/", "/Account/Sign-In"])
        {
            using var posted = await browser.SendAsync(
                HttpMethod.Post,
                new Uri(host.Origin, path),
                new FormUrlEncodedContent([
                    new("_handler", "sign-in"),
                    new("Input.Email", "first@acme.example"),
                    new("Input.Password", "correct horse battery"),
                ])
            );
            Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        }
        foreach (
            var path in (string[])
                [
                    "forgot",
                    "reset",
                    "join/token",
                    "sign-in/code",
                    "second-factor/",
                    "recovery-codes",
                    "confirm",
                ]
        )
        {
            using var closed = await browser.SendAsync(
                HttpMethod.Get,
                new Uri(host.Origin, $"/account/{path}")
            );
            Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        }

        var (address, _, _) = await host.SignInAsync(browser, "s-ana");
        Assert.Equal("/account", address.AbsolutePath);
    }

    private static async Task<string> SessionAsync(SsoHost host, SsoBrowser browser) =>
        (await browser.OpenAsync(new Uri($"{host.Authority.Address}/session"))).Body;

    // Intercepts the authority's response instead of sending it to the dashboard.
    private static async Task<(Uri Callback, List<KeyValuePair<string, string>> Fields)> AnswerAsync(
        SsoBrowser browser,
        (Uri Address, HttpStatusCode Status, string Body) page,
        string subject
    )
    {
        using var named = await browser.SendAsync(
            HttpMethod.Post,
            new Uri(page.Address, $"/sign-in?next={Uri.EscapeDataString(page.Address.PathAndQuery)}"),
            new FormUrlEncodedContent([new("name", subject)])
        );
        using var answer = await browser.SendAsync(HttpMethod.Get, page.Address);
        var body = await answer.Content.ReadAsStringAsync(Token);
        var callback = HttpUtility.ParseQueryString(page.Address.Query)["redirect_uri"]!;
        return (new Uri(callback), [.. SsoBrowser.Fields(body)]);
    }
}
