using System.Net;
using Dashboard.Domain.Events;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Tests the pages of links that can no longer repair a connection.</summary>
public sealed class EndedLinkTests : ReconnectContext
{
    [Fact]
    public async Task An_expired_link_says_how_to_get_another()
    {
        var link = await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromDays(7));
        await ShowsAsync(link, HttpStatusCode.Gone, "This link has expired", "Ask us for a new link");
        Assert.Empty(await Host.EventsAsync(EventTypes.LinkOpened));
    }

    [Fact]
    public async Task A_revoked_link_says_so()
    {
        var link = await Host.MakeLinkAsync();
        await Host.ChangeAsync(db => db.ReconnectLinks.Single().Revoke("Mia", Some.Noon));
        await ShowsAsync(link, HttpStatusCode.Gone, "This link is no longer valid", "ask us for one");
    }

    [Fact]
    public async Task A_repaired_connection_needs_nothing()
    {
        var link = await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        await ShowsAsync(link, HttpStatusCode.OK, "is connected", "You can close this page");
    }

    [Fact]
    public async Task A_used_link_does_not_start_a_second_repair()
    {
        var link = await Host.MakeLinkAsync();
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.HappensAsync(EventTypes.ConnectionFixed);
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.HappensAsync(EventTypes.ConnectionBroken);
        await ShowsAsync(link, HttpStatusCode.Gone, "This link has been used", "Ask us for a new link");
    }

    [Fact]
    public async Task A_deleted_connection_has_to_be_connected_again()
    {
        var link = await Host.MakeLinkAsync();
        await Host.HappensAsync(EventTypes.ConnectionDeleted);
        await ShowsAsync(link, HttpStatusCode.Gone, "This connection was removed", "connect it once more");
    }

    [Fact]
    public async Task Maintenance_is_shown_before_the_customer_goes_to_the_portal()
    {
        var link = await Host.MakeLinkAsync();
        await Host.ChangeAsync(db => db.Brokerages.Single().InMaintenance = true);
        await ShowsAsync(
            link,
            HttpStatusCode.ServiceUnavailable,
            "Questrade is under maintenance",
            "try again in an hour"
        );
    }

    private async Task ShowsAsync(
        Dashboard.Features.Reconnect.CreatedLink link,
        HttpStatusCode expected,
        params string[] words
    )
    {
        foreach (
            var (status, page) in new[] { await Customer.OpenAsync(link), await Customer.StartAsync(link) }
        )
        {
            Assert.Equal(expected, status);
            foreach (var word in words)
                Assert.Contains(word, page, StringComparison.Ordinal);
            Assert.DoesNotContain("<form", page, StringComparison.Ordinal);
        }
        Assert.Empty(Host.SnapTrade.Logins);
    }
}
