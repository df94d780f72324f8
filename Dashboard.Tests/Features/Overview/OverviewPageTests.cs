using Bunit;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Data.Work;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Overview;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Tests.Support.SqlServerText;

namespace Dashboard.Tests.Features.Overview;

public sealed class OverviewPageTests : ScreenContext
{
    public OverviewPageTests()
    {
        Services.AddOutcomeFigures();
        Services.AddSingleton<OverviewNowReader>();
        Services.AddSingleton<OverviewFigureReader>();
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<OverviewWatch>(provider, (TimeProvider)Clock)
        );
        Services.AddScoped<MineQueries>();
        _ = Popovers;
    }

    [Fact]
    public async Task Figures_are_beside_what_is_usual_and_lead_to_their_lists()
    {
        await Database.EventsAsync(BrokeAt(Now.AddDays(-60), "old"), FixedAt(Now.AddDays(-59), "old"));
        await Database.EventsAsync(BrokeAt(Now.AddDays(-3), "c1"), BrokeAt(Now.AddHours(-3), "c2"));
        await Database.EventsAsync(BrokeAt(Now.AddHours(-2), "c3"), FixedAt(Now.AddHours(-1), "c3"));

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal("Disabled now 2 ▲ 1 since yesterday", Tile(page, 0)));
        Assert.Equal("For more than a day 1 in all, 2 never contacted", Tile(page, 1));
        Assert.Equal("Broke in 24 hours 2 usually 0", Tile(page, 2));
        Assert.Equal("Repaired in 24 hours 1 usually 0", Tile(page, 3));
        // Without the history, no list has what broke and was repaired since.
        Assert.Equal(
            ["/connections", "/connections?days=1"],
            page.FindAll("a.tile").Select(tile => tile.GetAttribute("href"))
        );
        Assert.Contains("3 breaks and 1 repairs", page.Find(".day-bars desc").TextContent);
    }

    [Fact]
    public async Task What_happens_is_shown_at_once_until_it_is_paused()
    {
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Contains("Nothing has happened yet", page.Markup));

        await HappenAsync(BrokeAt(Now.AddHours(-3), "c1"));
        page.WaitForAssertion(() => Assert.Equal("Disabled user of c1 11:02", Line(page)));
        await HappenAsync(FixedAt(Now.AddMinutes(-1), "c1"));
        page.WaitForAssertion(() =>
            Assert.Equal("Healthy user of c1, repaired after 2 h 59 min 14:01", Line(page))
        );

        await page.Find(".stream button").ClickAsync();
        await HappenAsync(BrokeAt(Now.AddSeconds(-30), "c2"));
        page.WaitForAssertion(() => Assert.Contains("Continue, 1 newer", page.Markup));
        Assert.StartsWith("Healthy user of c1", Line(page), StringComparison.Ordinal);
        await page.Find(".stream button").ClickAsync();
        Assert.StartsWith("Disabled user of c2", Line(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brokerages_come_by_the_share_that_is_disabled_with_their_trend()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await Database.BrokerageAsync("s", "SCHWAB", "Schwab");
        await Database.EventsAsync(
            Some.Added(0, "c1", "u1", "q"),
            Some.Added(0, "c2", "u2", "q"),
            Some.Added(0, "c3", "u3", "s"),
            Some.Broken(5, "c1", "u1"),
            Some.Broken(5, "c3", "u3")
        );
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() =>
            Assert.Equal(["SSchwab 1100 % ▲ 1", "QQuestrade 150 % ▲ 1"], Lines(page, "Brokerages"))
        );
    }

    [Fact]
    public async Task Each_role_sees_what_it_has_to_do()
    {
        await Database.EventsAsync(BrokeAt(Now.AddHours(-3), "c1"));
        var support = Render<OverviewPage>();
        support.WaitForAssertion(() =>
            Assert.Contains("No broken connection is assigned to you", support.Markup)
        );
        Assert.Equal(["Disabled user of c1 3 h"], Lines(support, "Never contacted, oldest first"));
        Assert.DoesNotContain("Needs a decision", support.Markup);

        SignInAs(Role.Admin);
        var admin = Render<OverviewPage>();
        admin.WaitForAssertion(() => Assert.Contains("Nothing to decide", admin.Markup));

        SignInAs(Role.Manager);
        var manager = Render<OverviewPage>();
        manager.WaitForAssertion(() => Assert.Contains("The last 7 days", manager.Markup));
        Assert.DoesNotContain("assigned to you", manager.Markup);
    }

    [Fact]
    public async Task A_wallboard_has_the_figures_and_no_controls()
    {
        await Database.EventsAsync(BrokeAt(Now.AddHours(-3), "c1"));
        var page = Render<WallboardPage>();
        page.WaitForAssertion(() => Assert.Contains("Disabled now", page.Markup));
        Assert.Empty(page.FindAll("button"));
        Assert.Equal(["/"], page.FindAll("a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_node_reads_once_for_all_screens_and_rarely_while_nobody_looks()
    {
        var watch = Services.GetRequiredService<OverviewWatch>();
        var lease = new Lease(new WorkLeases(Database, Clock), watch.Name, isNeeded: false);
        await watch.RunAsync(lease, Token);
        var first = watch.Figures;
        Clock.Advance(TimeSpan.FromMinutes(1));
        await watch.RunAsync(lease, Token);
        Assert.Same(first, watch.Figures);

        using var screen = watch.Subscribe(() => { });
        await watch.RunAsync(lease, Token);
        Assert.NotSame(first, watch.Figures);
    }

    [Fact]
    public void The_queries_are_SQL_on_SQL_Server_too()
    {
        using var db = SqlServer();
        var broken = db.Connections.Where(c => c.Health == Health.Disabled);
        AssertValid(
            BreakCounts.ByQuarter(BreakCounts.Broke(db, Now, Now).Select(e => e.StartedAt)).ToQueryString()
        );
        AssertValid(BreakCounts.ByBrokerage(db, BreakCounts.Ended(db, Now, Now)).ToQueryString());
        AssertValid(BreakCounts.Repaired(db, Now, Now).ToQueryString());
        AssertValid(OverviewNowReader.Latest(db, Health.Healthy).ToQueryString());
        AssertValid(ContactRows.NeverContacted(db, broken).ToQueryString());
    }

    [Fact]
    public void Days_are_those_of_the_operators_calendar()
    {
        var toronto = TimeZoneInfo.FindSystemTimeZoneById("America/Toronto");
        var midnight = new DateTimeOffset(2026, 11, 22, 5, 0, 0, TimeSpan.Zero);

        var days = DayExport.DaysOf([new(midnight.AddHours(-1), 1, 0), new(midnight, 2, 1)], Now, toronto);

        Assert.Equal(30, days.Count);
        Assert.Equal(new DayCount(new DateOnly(2026, 11, 21), 1, 0), days[^2]);
        Assert.Equal(new DayCount(new DateOnly(2026, 11, 22), 2, 1), days[^1]);
    }

    [Theory]
    [InlineData("Asia/Kolkata", 18.5)]
    [InlineData("Asia/Kathmandu", 18.25)]
    [InlineData("Australia/Adelaide", 13.5)]
    public async Task Days_begin_at_their_midnight_in_zones_off_by_parts_of_an_hour(
        string zone,
        double utcHour
    )
    {
        var midnight = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero).AddHours(utcHour);
        await Database.EventsAsync(BrokeAt(midnight.AddMinutes(-1), "before"), BrokeAt(midnight, "after"));
        await using var db = Database.CreateDbContext();

        var quarters = await BreakCounts.ByQuarterAsync(db, Now, Token);
        var days = DayExport.DaysOf(quarters, Now, TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(
            [new DayCount(new DateOnly(2026, 11, 20), 1, 0), new DayCount(new DateOnly(2026, 11, 21), 1, 0)],
            days.Where(day => day.Broke > 0)
        );
    }

    [Fact]
    public async Task Counts_are_read_from_indexes()
    {
        await using var db = Database.CreateDbContext();
        var broke = await QueryPlan.OfAsync(db, BreakCounts.Broke(db, Now.AddDays(-1), Now));
        Assert.Contains(broke, step => step.Contains("IX_Episodes_StartedAt", StringComparison.Ordinal));
        var repaired = await QueryPlan.OfAsync(db, BreakCounts.Repaired(db, Now.AddDays(-1), Now));
        Assert.Contains(repaired, step => step.Contains("IX_Episodes_EndedAt", StringComparison.Ordinal));
        var latest = await QueryPlan.OfAsync(db, OverviewNowReader.Latest(db, Health.Healthy));
        Assert.Contains(
            latest,
            step => step.Contains("IX_Connections_Health_Since_Id", StringComparison.Ordinal)
        );
        Assert.DoesNotContain("SCAN c", latest);
    }

    private static string Tile<T>(IRenderedComponent<T> page, int number)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        string.Join(' ', page.FindAll(".tile")[number].Children.Select(Words));

    private static string Line<T>(IRenderedComponent<T> page)
        where T : Microsoft.AspNetCore.Components.IComponent => Lines(page, "Now")[0];

    private static List<string> Lines<T>(IRenderedComponent<T> page, string card)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        [
            .. page.FindAll(".card")
                .Single(c => c.QuerySelector("h2")?.TextContent == card)
                .QuerySelectorAll(".line-item")
                .Select(line => string.Join(' ', line.Children.Select(Words))),
        ];

    private static string Words(AngleSharp.Dom.INode node) =>
        string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
