using Bunit;
using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Components.Parts;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionsPageTests : ScreenContext
{
    [Fact]
    public async Task Disabled_connections_are_shown_oldest_break_first()
    {
        await SeedAsync();
        var page = Open();

        Assert.Equal(["old", "young"], Ids(page));
        Assert.Equal("true", page.Find(".chip.on").GetAttribute("aria-current"));
        Assert.Equal("2 disabled connections, oldest break first.", page.Find(".list-foot").TextContent);
    }

    [Fact]
    public async Task The_address_says_what_is_shown()
    {
        await SeedAsync();
        Navigation.NavigateTo("/connections?health=Healthy");
        var page = Open();
        Assert.Equal(["works"], Ids(page));

        Navigation.NavigateTo("/connections?days=1");
        page.WaitForAssertion(() => Assert.Equal(["old"], Ids(page)));

        Navigation.NavigateTo("/connections?q=user%20of%20w");
        page.WaitForAssertion(() => Assert.Equal(["works"], Ids(page)));
    }

    [Fact]
    public async Task Typing_searches_after_a_pause_and_changes_the_address_in_place()
    {
        await SeedAsync();
        var page = Open();

        page.Find("[data-page-search]").Input("user of y");
        Assert.Equal("/", Address);
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        page.WaitForAssertion(() => Assert.Equal("/connections?q=user%20of%20y", Address));
        page.WaitForAssertion(() => Assert.Equal(["young"], Ids(page)));
    }

    [Fact]
    public async Task A_row_changes_where_it_stands_and_none_moves()
    {
        await SeedAsync();
        var page = Open();

        await HappenAsync(FixedAt(Now, "old"));

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal(["old", "young"], Ids(page));
        Assert.Contains("fresh", Row(page, "old").ClassName, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".chip.on b").TextContent));
    }

    [Fact]
    public async Task A_new_break_joins_the_end_glows_and_is_announced()
    {
        await SeedAsync();
        var announcer = Render<LiveAnnouncer>(p => p.AddChildContent<ConnectionsPage>());

        await HappenAsync(BrokeAt(Now, "works"), BrokeAt(Now, "another"));

        announcer.WaitForAssertion(() =>
            Assert.Equal("2 connections broke", announcer.Find("#announcer").TextContent)
        );
        Assert.Equal(["another", "old", "works", "young"], Ids(announcer).Order());
        Assert.Equal("young", Ids(announcer)[1]);
        Assert.Contains("fresh bad", Row(announcer, "works").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_break_that_belongs_higher_up_waits_until_somebody_asks()
    {
        await SeedAsync();
        var page = Open();

        await HappenAsync(BrokeAt(Now.AddDays(-2), "late news"));
        page.WaitForAssertion(() => Assert.Equal("1 just broke: show", page.Find(".new-pill").TextContent));
        Assert.Equal(["old", "young"], Ids(page));

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(["late news", "old", "young"], Ids(page)));
        Assert.Empty(page.FindAll(".new-pill"));
    }

    [Fact]
    public async Task A_break_that_joins_far_below_can_be_had_on_top()
    {
        await HappenAsync([.. Enumerable.Range(0, 12).Select(i => BrokeAt(Now.AddHours(i - 20), $"c{i}"))]);
        var page = Open();

        await HappenAsync(BrokeAt(Now, "news"));
        page.WaitForAssertion(() => Assert.Equal("1 just broke: show", page.Find(".new-pill").TextContent));
        page.WaitForAssertion(() => Assert.Equal("news", Ids(page)[^1]));

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(["news", "c0"], Ids(page).Take(2)));
        Assert.Equal(13, Ids(page).Count);
        Assert.Contains("fresh bad", Row(page, "news").ClassName, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".new-pill"));
    }

    [Fact]
    public async Task News_that_was_repaired_meanwhile_is_not_offered()
    {
        await SeedAsync();
        var page = Open();
        await HappenAsync(BrokeAt(Now.AddDays(-2), "late news"));
        page.WaitForElement(".new-pill");

        await HappenAsync(FixedAt(Now, "late news"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".new-pill")));
    }

    [Fact]
    public async Task The_line_above_counts_what_the_filters_leave()
    {
        await SeedAsync();
        var page = Open();
        Assert.Equal("2 disabled", page.Find(".list-count").TextContent);

        Navigation.NavigateTo("/connections?days=1");
        page.WaitForAssertion(() => Assert.Equal("1 shown", page.Find(".list-count").TextContent));
    }

    [Fact]
    public async Task A_search_keeps_every_chip_in_its_place()
    {
        await SeedAsync();
        var page = Open();
        var before = page.FindAll(".chips .chip").Count;

        Navigation.NavigateTo("/connections?q=user");

        page.WaitForAssertion(() => Assert.True(page.Find("button.chip").HasAttribute("disabled")));
        Assert.Equal(before, page.FindAll(".chips .chip").Count);
    }

    [Fact]
    public async Task When_nothing_is_broken_it_says_so_and_when_the_last_repair_was()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-2), "c"), FixedAt(Now.AddMinutes(-12), "c"));
        var page = Open();

        Assert.Equal("Nothing is broken", page.Find(".state-title").TextContent);
        Assert.Contains(
            "The last repair was 12 min ago.",
            page.Find(".state-text").TextContent,
            StringComparison.Ordinal
        );

        await HappenAsync(BrokeAt(Now, "c"));
        page.WaitForAssertion(() => Assert.Equal(["c"], Ids(page)));
    }

    [Fact]
    public async Task Filters_that_hide_everything_can_be_cleared()
    {
        await SeedAsync();
        Navigation.NavigateTo("/connections?health=Disabled&q=nobody");
        var page = Open();

        Assert.Equal("Nothing fits these filters", page.Find(".state-title").TextContent);
        Assert.Equal("/connections?health=Disabled", page.Find(".state-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Links_are_offered_to_those_who_may_make_them()
    {
        OfferLinks();
        await SeedAsync();
        var page = Open();

        await Row(page, "young").QuerySelector("[data-key=c]")!.ClickAsync(new());

        Assert.Equal(["young"], Actions.Asked);
    }

    [Fact]
    public async Task Who_may_not_make_links_is_not_offered_any()
    {
        OfferLinks();
        SignInAs(Role.Manager);
        await SeedAsync();
        var page = Open();

        Assert.Equal(["old", "young"], Ids(page));
        Assert.Empty(page.FindAll("[data-key=c]"));
        Assert.DoesNotContain("Check now", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_row_takes_the_focus_and_says_everything_of_it()
    {
        await SeedAsync();
        var rows = Open().FindAll("tr[data-row]");

        Assert.Equal(["0", "-1"], rows.Select(r => r.GetAttribute("tabindex")));
        Assert.Equal(
            "user of old, Unknown brokerage, disabled 3 d, No secret: ask the host application",
            rows[0].GetAttribute("aria-label")
        );
    }

    [Fact]
    public async Task The_rail_counts_what_is_disabled()
    {
        Services.AddSingleton(new NavEntry("Connections", "/connections", "broken-link"));
        await SeedAsync();
        var rail = Render<NavRail>();
        Render<LiveIndicator>();

        rail.WaitForAssertion(() => Assert.Equal("2", rail.Find(".count").TextContent));
        await HappenAsync(FixedAt(Now, "old"));
        rail.WaitForAssertion(() => Assert.Equal("1", rail.Find(".count").TextContent));
    }

    [Fact]
    public async Task A_screen_that_missed_something_reads_again()
    {
        await SeedAsync();
        var page = Open();

        await Database.EventsAsync(FixedAt(Now, "old"), BrokeAt(Now, "works"));
        await RereadAsync();

        page.WaitForAssertion(() => Assert.Equal(["old", "young", "works"], Ids(page)));
        Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal);
    }

    private Task SeedAsync() =>
        HappenAsync(
            BrokeAt(Now.AddHours(-1), "young"),
            BrokeAt(Now.AddDays(-3), "old"),
            FixedAt(Now.AddDays(-1), "works")
        );

    private IRenderedComponent<ConnectionsPage> Open()
    {
        var page = Render<ConnectionsPage>();
        page.WaitForElement(".list-table, .state");
        return page;
    }

    private static List<string> Ids(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page) =>
        [
            .. page.FindAll("a[data-open]")
                .Select(a => Uri.UnescapeDataString(a.GetAttribute("href")!["/connections/".Length..])),
        ];

    private static AngleSharp.Dom.IElement Row(
        IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page,
        string id
    ) => page.FindAll("tr[data-row]")[Ids(page).IndexOf(id)];
}
