using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Emails.Funnel;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Outbox;

public sealed class ReconnectFunnelTests : DatabaseContext
{
    private static readonly DateTimeOffset Made = Some.Noon.AddMinutes(10);
    private readonly FakeTimeProvider _time = new(Made.AddDays(1));
    private readonly ReconnectFunnel _funnel;

    public ReconnectFunnelTests() =>
        _funnel = new ReconnectFunnel(Database, ActorScope.Of(Role.Support), new FunnelKeeper(_time), _time);

    [Fact]
    public async Task Links_are_counted_by_their_outcome()
    {
        foreach (var user in new[] { "scanned", "opened", "vain", "repaired", "otherwise" })
            await Database.BrokenAsync(user);
        await Database.SentAsync("scanned", Made, link => link.Scan(Made));
        await Database.SentAsync("opened", Made, link => link.Open(Made));
        await Database.SentAsync("vain", Made, link => Live(link, "1023"));
        await Database.SentAsync("repaired", Made, link => Live(link, "SUCCESS"));
        await Database.SentAsync("otherwise", Made, link => link.Open(Made));
        await Database.EventsAsync(
            Some.Fixed(30, "repaired-c", "repaired"),
            Some.Fixed(40, "otherwise-c", "otherwise")
        );

        var figures = await CountAsync(Made, Made.AddDays(7));

        Assert.Equal(
            new EmailFigures(Sent: 5, Bounced: 0, Opened: 4, Started: 2, Repaired: 1),
            figures.Emails
        );
        Assert.Equal(
            new LinkFigures(
                Made: 5,
                Scanned: 1,
                Opened: 4,
                Started: 2,
                LoggedIn: 1,
                ReturnedWithoutLogin: 1,
                RepairedAfter: 2,
                RepairedBy: 1
            ),
            figures.Of(LinkOrigin.Email)
        );
        Assert.Equal(new LinkFigures(), figures.Of(LinkOrigin.Copy));
    }

    [Fact]
    public async Task Several_breaks_of_a_connection_count_a_link_once()
    {
        await Database.BrokenAsync("zoe");
        await Database.EventsAsync(Some.Fixed(5, "zoe-c", "zoe"), Some.Broken(8, "zoe-c", "zoe"));
        await Database.SentAsync("zoe", Made, link => Live(link, "SUCCESS"));
        await Database.EventsAsync(
            Some.Fixed(30, "zoe-c", "zoe"),
            Some.Broken(60, "zoe-c", "zoe"),
            Some.Fixed(90, "zoe-c", "zoe")
        );

        var figures = (await CountAsync(Made, Made.AddDays(1))).Of(LinkOrigin.Email);

        Assert.Equal((1, 1, 1), (figures.Made, figures.RepairedAfter, figures.RepairedBy));
    }

    [Fact]
    public async Task A_later_link_outside_the_period_still_gets_the_credit()
    {
        await Database.BrokenAsync("zoe");
        await Database.SentAsync("zoe", Made, link => link.Start(Made.AddMinutes(1)));
        await Database.SentAsync("zoe", Made.AddMinutes(2), link => link.Start(Made.AddMinutes(3)));
        await Database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));

        var first = (await CountAsync(Made, Made.AddMinutes(1))).Of(LinkOrigin.Email);
        var second = (await CountAsync(Made.AddMinutes(1), Made.AddMinutes(9))).Of(LinkOrigin.Email);

        Assert.Equal((1, 0), (first.RepairedAfter, first.RepairedBy));
        Assert.Equal((1, 1), (second.RepairedAfter, second.RepairedBy));
    }

    [Fact]
    public async Task The_figures_are_cached_for_a_minute()
    {
        await Database.BrokenAsync("zoe");
        Assert.Equal(0, await RecentlySentAsync());
        await Database.SentAsync("zoe", Made);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await RecentlySentAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await RecentlySentAsync());
    }

    [Fact]
    public async Task The_links_of_a_period_are_found_in_an_index()
    {
        await using var db = Database.CreateDbContext();
        var plan = await QueryPlan.OfAsync(
            db,
            FunnelCount.Rows(db, ReconnectFunnel.Links(db, Made, Made.AddDays(7)), Made)
        );
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal));
        Assert.Contains(plan, step => step.Contains("IX_ReconnectLinks_CreatedAt"));
    }

    private static void Live(ReconnectLink link, string result)
    {
        link.Open(Made.AddMinutes(5));
        link.Start(Made.AddMinutes(6));
        link.Return(result, Made.AddMinutes(10));
    }

    private Task<FunnelFigures> CountAsync(DateTimeOffset from, DateTimeOffset to) =>
        _funnel.CountAsync(from, to, Token);

    private async Task<int> RecentlySentAsync() =>
        (await _funnel.CountRecentAsync(TimeSpan.FromDays(7), Token)).Emails.Sent;
}
