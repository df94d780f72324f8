using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Outbox;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Features.Outbox;

public sealed class ReconnectFunnelTests : IDisposable
{
    private static readonly DateTimeOffset Made = Some.Noon.AddMinutes(10);
    private readonly FakeTimeProvider _time = new(Made.AddDays(1));
    private readonly TestDatabase _database = new();
    private readonly ReconnectFunnel _funnel;

    public ReconnectFunnelTests() =>
        _funnel = new ReconnectFunnel(_database, ActorScope.Of(Role.Support), new FunnelKeeper(_time), _time);

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Links_are_counted_by_their_outcome()
    {
        foreach (var user in new[] { "scanned", "opened", "vain", "repaired", "otherwise" })
            await _database.BrokenAsync(user);
        await _database.SentAsync("scanned", Made, link => link.Scan(Made));
        await _database.SentAsync("opened", Made, link => link.Open(Made));
        await _database.SentAsync("vain", Made, link => Live(link, "1023"));
        await _database.SentAsync("repaired", Made, link => Live(link, "SUCCESS"));
        await _database.SentAsync("otherwise", Made, link => link.Open(Made));
        await _database.EventsAsync(
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
        await _database.BrokenAsync("zoe");
        await _database.EventsAsync(Some.Fixed(5, "zoe-c", "zoe"), Some.Broken(8, "zoe-c", "zoe"));
        await _database.SentAsync("zoe", Made, link => Live(link, "SUCCESS"));
        await _database.EventsAsync(
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
        await _database.BrokenAsync("zoe");
        await _database.SentAsync("zoe", Made, link => link.Start(Made.AddMinutes(1)));
        await _database.SentAsync("zoe", Made.AddMinutes(2), link => link.Start(Made.AddMinutes(3)));
        await _database.EventsAsync(Some.Fixed(20, "zoe-c", "zoe"));

        var first = (await CountAsync(Made, Made.AddMinutes(1))).Of(LinkOrigin.Email);
        var second = (await CountAsync(Made.AddMinutes(1), Made.AddMinutes(9))).Of(LinkOrigin.Email);

        Assert.Equal((1, 0), (first.RepairedAfter, first.RepairedBy));
        Assert.Equal((1, 1), (second.RepairedAfter, second.RepairedBy));
    }

    [Fact]
    public async Task The_figures_are_cached_for_a_minute()
    {
        await _database.BrokenAsync("zoe");
        Assert.Equal(0, await RecentlySentAsync());
        await _database.SentAsync("zoe", Made);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, await RecentlySentAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await RecentlySentAsync());
    }

    [Fact]
    public async Task The_links_of_a_period_are_found_in_an_index()
    {
        await using var db = _database.CreateDbContext();
        await using var command = ReconnectFunnel.Links(db, Made, Made.AddDays(7)).CreateDbCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> plan = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            plan.Add(reader.GetString(3));
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
        _funnel.CountAsync(from, to, TestContext.Current.CancellationToken);

    private async Task<int> RecentlySentAsync() =>
        (await _funnel.CountRecentAsync(TimeSpan.FromDays(7), TestContext.Current.CancellationToken))
            .Emails
            .Sent;
}
