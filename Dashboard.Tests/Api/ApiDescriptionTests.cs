using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api;

public sealed partial class ApiDescriptionTests : IAsyncLifetime
{
    private readonly DashboardServer _server = DashboardServer.Start(
        settings:
        [
            ("Access:BootstrapAdmin:Email", "ada@example.com"),
            ("Access:BootstrapAdmin:Password", "a long password of the tests"),
            ("Dashboard:PublicUrl", ""),
        ]
    );

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/docs")]
    public async Task The_description_is_for_operators_only(string path)
    {
        using var nobody = _server.Caller(key: null);
        using var program = _server.Caller();
        using var sentAway = await nobody.GetAsync(path, TestContext.Current.CancellationToken);
        using var refused = await program.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, sentAway.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task The_page_loads_no_third_party_content_and_runs_only_its_own_script()
    {
        using var ada = await SignInAsync();
        using var answer = await ada.GetAsync("/docs/", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Nonce().Match(policy).Groups["nonce"].Value;
        Assert.All(
            InlineScript().Matches(page),
            script => Assert.Contains($"nonce=\"{nonce}\"", WebUtility.HtmlDecode(script.Value))
        );
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
        using var description = await ada.GetAsync("/openapi/v1.json", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, description.StatusCode);
    }

    private async Task<HttpClient> SignInAsync()
    {
        var browser = new HttpClient { BaseAddress = _server.Address };
        var form = await browser.GetStringAsync("/account/sign-in", TestContext.Current.CancellationToken);
        using var fields = new FormUrlEncodedContent([
            new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value),
            new("_handler", "sign-in"),
            new("Input.Email", "ada@example.com"),
            new("Input.Password", "a long password of the tests"),
        ]);
        using var answer = await browser.PostAsync(
            "/account/sign-in",
            fields,
            TestContext.Current.CancellationToken
        );
        answer.EnsureSuccessStatusCode();
        return browser;
    }

    [GeneratedRegex("'nonce-(?<nonce>[^']+)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Nonce();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex(
        "name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Token();
}
