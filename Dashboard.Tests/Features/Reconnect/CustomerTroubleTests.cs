using System.Net;
using Dashboard.Features.Reconnect;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Tests the pages for internal failures and damaged URLs.</summary>
public sealed class CustomerTroubleTests : ReconnectContext
{
    private CreatedLink _link = null!;

    protected override async Task PrepareAsync() => _link = await Host.MakeLinkAsync();

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/return?status=SUCCESS")]
    public async Task A_database_failure_shows_the_customers_page_without_leaking_the_token(
        string method,
        string rest
    )
    {
        await using (var db = Host.Database.CreateDbContext())
            await db.Database.RunSqliteAsync("DROP TABLE ReconnectLinks");
        using var request = new HttpRequestMessage(new HttpMethod(method), _link.Path() + rest);

        using var answer = await Customer.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("your link stays valid", await ReadAsync(answer), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);
        AssertKeepsTokenIn(answer);
        var errors = Host.Log.Text.Split('\n').Where(l => l.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains(errors, l => l.Contains("page behind /r failed", StringComparison.Ordinal));
        var token = _link.Path()["/r/".Length..];
        Assert.DoesNotContain(errors, l => l.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failed_check_shows_the_state_that_was_known()
    {
        await Customer.StartAsync(_link);
        Host.SnapTrade.OnCheck = (_, _) => throw new InvalidOperationException("the database is away");

        var (status, page) = await Customer.ReturnAsync(_link, "?status=SUCCESS");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("We are checking", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/x")]
    [InlineData("/return/x?status=SUCCESS")]
    public async Task A_malformed_address_does_not_redirect_to_sign_in(string rest)
    {
        using var answer = await Customer.GetAsync(_link.Path() + rest, Token);

        Assert.Null(answer.Headers.Location);
        AssertKeepsTokenIn(answer);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("This link is not complete", await ReadAsync(answer), StringComparison.Ordinal);
    }

    private static void AssertKeepsTokenIn(HttpResponseMessage answer)
    {
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.StartsWith(
            "default-src 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
    }

    private static async Task<string> ReadAsync(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Token));
}
