using Bunit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionsPageTests : ListContext
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
    public async Task The_address_decides_what_is_shown()
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
    public async Task The_line_above_counts_what_matches_the_filters()
    {
        await SeedAsync();
        var page = Open();
        Assert.Equal("2 disabled", page.Find(".list-count").TextContent);

        Navigation.NavigateTo("/connections?days=1");
        page.WaitForAssertion(() =>
            Assert.Equal("1 of 2 disabled matches", page.Find(".list-count").TextContent)
        );
    }

    [Fact]
    public async Task A_search_does_not_move_the_chips()
    {
        await SeedAsync();
        var page = Open();
        var before = page.FindAll(".chips .chip").Count;

        Navigation.NavigateTo("/connections?q=user");

        page.WaitForAssertion(() => Assert.Equal("All", page.Find(".list-tabs .chip.on").TextContent.Trim()));
        Assert.Equal(before, page.FindAll(".chips .chip").Count);
    }

    [Fact]
    public async Task An_empty_list_of_disabled_connections_shows_the_last_repair()
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

        Assert.Equal("No connections match these filters", page.Find(".state-title").TextContent);
        Assert.Equal("/connections?health=Disabled", page.Find(".state-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task Links_are_offered_with_the_permission_to_make_them()
    {
        OfferLinks();
        await SeedAsync();
        var page = Open();

        Assert.NotNull(Row(page, "young").QuerySelector("[data-act=copy]"));
        Assert.DoesNotContain("no-link", Row(page, "young").ClassName ?? "", StringComparison.Ordinal);
        await PressAsync(page, Row(page, "young"), "copy");

        Assert.Equal(["young"], Actions.Asked);
    }

    [Fact]
    public async Task A_row_that_works_offers_no_link()
    {
        OfferLinks();
        await SeedAsync();
        Navigation.NavigateTo("/connections?health=Healthy");
        var page = Open();
        Assert.Contains("no-link", Row(page, "works").ClassName, StringComparison.Ordinal);

        await PressAsync(page, Row(page, "works"), "copy");

        Assert.Empty(Actions.Asked);
    }

    [Fact]
    public async Task Links_are_not_offered_without_the_permission()
    {
        OfferLinks();
        SignInAs(Role.Manager);
        await SeedAsync();
        var page = Open();

        Assert.Equal(["old", "young"], Ids(page));
        Assert.Empty(page.FindAll("[data-act=copy]"));
        Assert.DoesNotContain("Check now", page.Markup, StringComparison.Ordinal);
    }

    // Events come from the browser, which may send what no row offers.
    [Theory]
    [InlineData(Role.Manager, "copy")]
    [InlineData(Role.Manager, "send")]
    [InlineData(Role.Manager, "check")]
    [InlineData(Role.Manager, "select")]
    [InlineData(Role.Support, "send")]
    [InlineData(Role.Admin, "delete")]
    public async Task A_press_that_a_row_does_not_offer_does_nothing(Role role, string action)
    {
        OfferLinks();
        OfferEmails();
        SignInAs(role);
        await SeedAsync();
        var page = Open();
        var row = Row(page, "young");

        await PressAsync(page, row, action);
        row.SetAttribute("data-row", "1000");
        await PressAsync(page, row, "copy");

        Assert.Empty(Actions.Asked);
        Assert.Empty(Emails.Asked);
        Assert.Empty(page.FindAll(".selection-bar, tr[aria-selected=true]"));
    }

    [Fact]
    public async Task One_row_is_focusable_and_its_cells_name_it()
    {
        await SeedAsync();
        var rows = Open().FindAll("tr[data-row]");

        Assert.Equal(["0", "-1"], rows.Select(r => r.GetAttribute("tabindex")));
        Assert.Equal(
            "user of old Unknown brokerage Disabled 3 d Can’t make a link: user secret missing",
            Name(rows[0])
        );
    }
}
