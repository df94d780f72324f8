using System.Net;
using Dashboard.Access;
using Dashboard.Domain.Events;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Pressing the button.</summary>
public sealed class CustomerStartTests : ReconnectContext
{
    [Fact]
    public async Task The_customer_is_sent_to_the_portal_to_repair_this_very_connection()
    {
        var link = await Host.MakeLinkAsync();

        using var answer = await Customer.PostAsync(link.Path(), null, Token);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(FakeSnapTrade.PortalUrl, answer.Headers.Location!.AbsoluteUri);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        var (user, login) = Assert.Single(Host.SnapTrade.Logins);
        Assert.Equal(("user-1", ReconnectHost.UserSecret), (user.UserId, user.UserSecret));
        Assert.Equal(ReconnectHost.Connection, login.Reconnect);
        Assert.Equal($"{link.Url}/return", login.CustomRedirect);
        Assert.Equal(
            (true, true, "en", "v4"),
            (login.ImmediateRedirect, login.ShowCloseButton, login.Locale, login.ConnectionPortalVersion)
        );
        Assert.Equal(Host.Time.GetUtcNow(), (await Host.StoredLinkAsync(link.Id)).StartedAt);
        Assert.Equal(link.Id, Assert.Single(await Host.EventsAsync(EventTypes.PortalStarted)).LinkId);
    }

    [Fact]
    public async Task Neither_the_token_nor_the_portal_link_nor_the_secret_is_logged()
    {
        var link = await Host.MakeLinkAsync();
        await Customer.OpenAsync(link);
        await Customer.StartAsync(link);
        await Customer.ReturnAsync(link, "?status=SUCCESS");

        foreach (var secret in new[] { link.Path()[3..], "portal-secret", ReconnectHost.UserSecret })
            Assert.DoesNotContain(secret, Host.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/connect?portal-secret")]
    [InlineData("//evil.example")]
    [InlineData("https://app.snaptrade.com@evil.example/")]
    public async Task A_portal_link_to_a_foreign_host_is_refused(string url)
    {
        Host.SnapTrade.OnLogin = _ => Task.FromResult(new PortalLink(url, "s"));
        var link = await Host.MakeLinkAsync();

        using var answer = await Customer.PostAsync(link.Path(), null, Token);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Null(answer.Headers.Location);
        var page = await answer.Content.ReadAsStringAsync(Token);
        Assert.DoesNotContain("evil", page, StringComparison.Ordinal);
        Assert.Contains("Something is wrong on our side", page, StringComparison.Ordinal);
        Assert.Contains("Critical", Host.Log.Text, StringComparison.Ordinal);
        Assert.Empty(await Host.EventsAsync(EventTypes.PortalStarted));
    }

    [Theory]
    [InlineData(SnapTradeErrorKind.Timeout, null, 503, "We can’t reach SnapTrade right now")]
    [InlineData(SnapTradeErrorKind.Unreachable, null, 503, "We can’t reach SnapTrade right now")]
    [InlineData(SnapTradeErrorKind.ServerError, null, 503, "We can’t reach SnapTrade right now")]
    [InlineData(SnapTradeErrorKind.RateLimited, null, 503, "Please try again in 2 minutes")]
    [InlineData(SnapTradeErrorKind.Unauthorized, "1083", 503, "We have to fix something first")]
    [InlineData(SnapTradeErrorKind.BadRequest, "1012", 502, "Something is wrong on our side")]
    public async Task Each_failure_of_SnapTrade_has_its_page(
        SnapTradeErrorKind kind,
        string? code,
        int status,
        string words
    )
    {
        Host.SnapTrade.OnLogin = _ =>
            throw new SnapTradeException(kind, "no") { Code = code, RetryAfter = TimeSpan.FromSeconds(100) };
        var (answered, page) = await Customer.StartAsync(await Host.MakeLinkAsync());

        Assert.Equal(status, (int)answered);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Empty(await Host.EventsAsync(EventTypes.PortalStarted));
    }

    [Fact]
    public async Task A_hanging_SnapTrade_does_not_keep_the_customer_waiting()
    {
        Host.SnapTrade.OnLogin = async cancellation =>
        {
            Host.Time.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException("unreachable");
        };
        var (status, page) = await Customer.StartAsync(await Host.MakeLinkAsync());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("your link stays valid", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_gone_is_a_page_and_not_a_failure()
    {
        var link = await Host.MakeLinkAsync();
        await Host.ChangeAsync(db => db.SnapTradeUsers.Single().SetSecret("not decryptable", Some.Noon));
        var (status, page) = await Customer.StartAsync(link);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Tell us that you saw this page", page, StringComparison.Ordinal);
        Assert.Empty(Host.SnapTrade.Logins);
    }

    [Fact]
    public async Task A_doubtful_connection_is_checked_before_the_customer_logs_in()
    {
        var link = await Host.MakeLinkAsync();
        await Host.HappensAsync(EventTypes.ConnectionUpdated);
        Host.SnapTrade.OnCheck = FakeSnapTrade.Healthy;

        var (status, page) = await Customer.StartAsync(link);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("is connected", page, StringComparison.Ordinal);
        Assert.Empty(Host.SnapTrade.Logins);
    }

    [Fact]
    public async Task A_check_that_takes_too_long_does_not_stop_the_customer()
    {
        var link = await Host.MakeLinkAsync();
        await Host.HappensAsync(EventTypes.ConnectionUpdated);
        Host.SnapTrade.OnCheck = async (_, cancellation) =>
        {
            Host.Time.Advance(TimeSpan.FromSeconds(3));
            await Task.Delay(Timeout.Infinite, cancellation);
            return null;
        };
        var (status, _) = await Customer.StartAsync(link);
        Assert.Equal(HttpStatusCode.SeeOther, status);
    }

    [Fact]
    public async Task A_refusal_because_the_connection_is_gone_says_that_it_is_gone()
    {
        var link = await Host.MakeLinkAsync();
        Host.SnapTrade.OnLogin = _ => throw new SnapTradeException(SnapTradeErrorKind.NotFound, "no");
        Host.SnapTrade.OnCheck = FakeSnapTrade.Gone;
        var (status, page) = await Customer.StartAsync(link);
        Assert.Equal(HttpStatusCode.Gone, status);
        Assert.Contains("This connection was removed", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "null", true)]
    [InlineData("Origin", "https://reconnect.acme.example", true)]
    public async Task Only_our_own_page_can_start(string header, string value, bool starts)
    {
        var link = await Host.MakeLinkAsync();
        Customer.DefaultRequestHeaders.Add(header, value);
        var (status, page) = await Customer.StartAsync(link);
        Assert.Equal(starts ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, status);
        Assert.Equal(starts ? 1 : 0, Host.SnapTrade.Logins.Count);
        Assert.Equal(!starts, page.Contains($"href=\"{link.Path()}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Starts_of_one_link_are_limited_per_minute()
    {
        var link = await Host.MakeLinkAsync();
        for (var i = 0; i < CustomerRateLimit.StartsPerLink; i++)
            Assert.Equal(HttpStatusCode.SeeOther, (await Customer.StartAsync(link)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Customer.StartAsync(link)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await Customer.StartAsync(await Host.MakeLinkAsync())).Status);
    }
}
