using Dashboard.Data;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.Features.Reconnect;
using Dashboard.SnapTrade;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Reconnect;

public sealed class PortalLinkServiceTests : ReconnectContext
{
    [Fact]
    public async Task The_customer_on_the_phone_gets_a_link_for_five_minutes()
    {
        var (link, refusal) = await CreateAsync();

        Assert.Null(refusal);
        Assert.Equal(FakeSnapTrade.PortalUrl, link!.Url);
        Assert.Equal(Host.Time.GetUtcNow().AddMinutes(5), link.ExpiresAt);
        var (user, login) = Assert.Single(Host.SnapTrade.Logins);
        Assert.Equal(ReconnectHost.UserSecret, user.UserSecret);
        Assert.Equal((ReconnectHost.Connection, null), (login.Reconnect, login.CustomRedirect));
        Assert.Equal(
            "Test person",
            Assert.Single(await Host.EventsAsync(EventTypes.PortalLinkCreated)).Actor
        );
        await using var db = Host.Database.CreateDbContext();
        Assert.Equal("create portal link", Assert.Single(db.AuditEntries.ToList()).Action);
    }

    [Theory]
    [InlineData("https://evil.example/connect")]
    [InlineData("https://app.snaptrade.com.evil.example/")]
    [InlineData("http://app.snaptrade.com/connect")]
    [InlineData("javascript:alert(1)")]
    public async Task A_portal_link_to_another_host_is_withheld_and_logged(string url)
    {
        Host.SnapTrade.OnLogin = _ => Task.FromResult(new PortalLink(url, "s"));

        var (link, refusal) = await CreateAsync();

        Assert.Null(link);
        Assert.Equal(LinkRefusalReason.PortalRefused, refusal!.Reason);
        Assert.Contains("Critical", Host.Log.Text, StringComparison.Ordinal);
        Assert.Empty(await Host.EventsAsync(EventTypes.PortalLinkCreated));
    }

    [Theory]
    [InlineData(SnapTradeErrorKind.RateLimited, null, LinkRefusalReason.RateLimited)]
    [InlineData(SnapTradeErrorKind.Timeout, null, LinkRefusalReason.SnapTradeUnavailable)]
    [InlineData(SnapTradeErrorKind.ServerError, null, LinkRefusalReason.SnapTradeUnavailable)]
    [InlineData(SnapTradeErrorKind.Unauthorized, "1083", LinkRefusalReason.SecretRefused)]
    [InlineData(SnapTradeErrorKind.Unauthorized, "1076", LinkRefusalReason.PortalRefused)]
    [InlineData(SnapTradeErrorKind.BadRequest, "1012", LinkRefusalReason.PortalRefused)]
    public async Task Each_failure_has_its_own_words(
        SnapTradeErrorKind kind,
        string? code,
        LinkRefusalReason expected
    )
    {
        Host.SnapTrade.OnLogin = _ => throw new SnapTradeException(kind, "no") { Code = code };

        var (_, refusal) = await CreateAsync();

        Assert.Equal(expected, refusal!.Reason);
        await using var db = Host.Database.CreateDbContext();
        var attempt = Assert.Single(db.AuditEntries.ToList());
        Assert.Equal(("create portal link", $"refused: {expected}"), (attempt.Action, attempt.Result));
        Assert.Equal(
            expected == LinkRefusalReason.SecretRefused,
            !db.SnapTradeUsers.Single().CanAskSnapTrade
        );
    }

    [Fact]
    public async Task The_key_pair_of_another_client_is_distinguished_from_a_wrong_secret()
    {
        var refused = new SnapTradeException(SnapTradeErrorKind.Unauthorized, "no") { Code = "1083" };
        Host.SnapTrade.OnLogin = _ => throw refused;
        Host.SnapTrade.ListFailure = refused;
        await Host.ChangeAsync(db =>
        {
            var other = SnapTradeUser.Create("other", Some.Noon);
            other.SetSecret(
                Host.Services.GetRequiredService<UserSecrets>().Protect("secret-of-another"),
                Some.Noon
            );
            db.Add(other);
        });

        var (_, refusal) = await CreateAsync();

        Assert.Equal(LinkRefusalReason.KeysRefused, refusal!.Reason);
        await using var db = Host.Database.CreateDbContext();
        Assert.All(db.SnapTradeUsers.ToList(), user => Assert.True(user.CanAskSnapTrade));
    }

    private async Task<LinkResult<DirectPortalLink>> CreateAsync()
    {
        using var scope = Host.As(Role.Support);
        return await scope
            .ServiceProvider.GetRequiredService<PortalLinkService>()
            .CreateAsync(ReconnectHost.Connection, Token);
    }
}
