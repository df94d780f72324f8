using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections.Selection;

/// <summary>Selecting rows of the list.</summary>
public sealed class SelectionTests : SelectionContext
{
    [Fact]
    public async Task Selecting_rows_shows_a_bar_and_is_announced()
    {
        await SeedAsync(5);
        var screen = Render<LiveAnnouncer>(p => p.AddChildContent<ConnectionsPage>());
        screen.WaitForElement(".list-table");
        Assert.Empty(screen.FindAll(".selection-bar"));

        await SelectAsync(screen, "c1");
        await SelectAsync(screen, "c3", shift: true);

        Assert.Equal("3 selected", screen.Find(".selection-count").TextContent);
        screen.WaitForAssertion(() => Assert.Equal("3 selected", screen.Find("#announcer").TextContent));
        Assert.Equal(
            ["false", "true", "true", "true", "false"],
            screen.FindAll("tr[data-row]").Select(r => r.GetAttribute("aria-selected"))
        );
        Assert.Equal("true", screen.Find("table").GetAttribute("aria-multiselectable"));
        Assert.Equal("Enter Space", screen.Find("table").GetAttribute("aria-keyshortcuts"));

        await screen.Find("[data-clear-selection]").ClickAsync(new());
        Assert.Empty(screen.FindAll(".selection-bar"));
    }

    [Fact]
    public async Task The_header_selects_all_rows_shown()
    {
        await SeedAsync(4);
        var page = Open();

        await page.Find("thead input").ClickAsync(new());
        Assert.Equal("4 selected", page.Find(".selection-count").TextContent);
        Assert.True(page.Find("thead input").HasAttribute("checked"));
        Assert.DoesNotContain(
            "that match",
            page.Find(".selection-bar").TextContent,
            StringComparison.Ordinal
        );

        await SelectAsync(page, "c2");
        Assert.False(page.Find("thead input").HasAttribute("checked"));
        Assert.Contains(
            "Select all 4 that match",
            page.Find(".selection-bar").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Selecting_all_that_match_means_the_filter()
    {
        OfferEmails();
        SignInAs(Role.Admin);
        await SeedAsync(312);
        var page = Open();

        await SelectAsync(page, "c1");
        await Button(page, "Select all 312 that match").ClickAsync(new());
        Assert.Equal("312 selected", page.Find(".selection-count").TextContent);
        await SelectAsync(page, "c2");
        Assert.Equal("311 selected", page.Find(".selection-count").TextContent);
        await Button(page, "Send e-mail").ClickAsync(new());

        var audience = Assert.Single(Emails.Asked);
        Assert.Equal(("Disabled, except 1 of them", null), (audience.Words, audience.ConnectionId));
        var users = await audience.UserIds(Token).ToListAsync(Token);
        Assert.Equal(311, users.Count);
        Assert.DoesNotContain("user of c2", users);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
    }

    [Fact]
    public async Task A_list_without_a_stored_count_is_counted_on_selection()
    {
        await SeedAsync(130);
        Navigation.NavigateTo("/connections?health=Disabled&q=user%20of%20c1");
        var page = Open();

        await SelectAsync(page, "c1");

        // c1, c10 to c19, c100 to c129.
        page.WaitForAssertion(() =>
            Assert.Contains(
                "Select all 41 that match",
                page.Find(".selection-bar").TextContent,
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public async Task A_selection_stays_when_rows_change()
    {
        await SeedAsync(5);
        var page = Open();
        await SelectAsync(page, "c1");
        await SelectAsync(page, "c2");

        await HappenAsync(FixedAt(Now, "c1"), BrokeAt(Now, "new"));
        page.WaitForAssertion(() => Assert.Contains("new", Ids(page)));
        await RereadAsync();

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", Row(page, "c1").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal("2 selected", page.Find(".selection-count").TextContent);
        Assert.Equal("true", Row(page, "c1").GetAttribute("aria-selected"));
        Assert.Equal("false", Row(page, "new").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task Selecting_everything_follows_what_matches()
    {
        await SeedAsync(5);
        var page = Open();
        await SelectAsync(page, "c1");
        await Button(page, "Select all 5 that match").ClickAsync(new());

        await HappenAsync(FixedAt(Now, "c1"), BrokeAt(Now, "new"), BrokeAt(Now, "more"));

        page.WaitForAssertion(() => Assert.Equal("6 selected", page.Find(".selection-count").TextContent));
        page.WaitForAssertion(() => Assert.Equal("true", Row(page, "new").GetAttribute("aria-selected")));
        Assert.Equal("false", Row(page, "c1").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task Another_filter_ends_the_selection()
    {
        await SeedAsync(5);
        var page = Open();
        await SelectAsync(page, "c1");

        Navigation.NavigateTo("/connections?health=All");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
        Assert.Equal("false", Row(page, "c1").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task An_operator_without_actions_can_not_select()
    {
        OfferEmails();
        OfferLinks();
        SignInAs(Role.Manager);
        await SeedAsync(3);
        var page = Open();

        Assert.Empty(page.FindAll(".list-table input"));
        Assert.False(page.Find("tr[data-row]").HasAttribute("aria-selected"));
        Assert.DoesNotContain("Mine", page.Find(".chips").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Support_can_triage_but_not_send()
    {
        OfferEmails();
        await SeedAsync(3);
        var page = Open();
        await SelectAsync(page, "c1");

        Assert.Empty(page.FindAll("[data-act=send]"));
        Assert.DoesNotContain("Send e-mail", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".selection-acts [aria-haspopup=menu]"));
    }

    [Fact]
    public async Task An_admin_can_send_from_a_row()
    {
        OfferEmails();
        SignInAs(Role.Admin);
        await SeedAsync(3);
        var page = Open();

        await PressAsync(page, Row(page, "c1"), "menu");
        await Popovers
            .WaitForElements("[role=menuitem]")
            .Single(item => item.TextContent.Trim() == "Send e-mail")
            .ClickAsync(new());

        var audience = Assert.Single(Emails.Asked);
        Assert.Equal(("user of c1", "c1"), (audience.Words, audience.ConnectionId));
        Assert.Equal(["user of c1"], await audience.UserIds(Token).ToListAsync(Token));
        Assert.Contains("e send e-mail", page.Find(".list-keys").TextContent, StringComparison.Ordinal);
    }
}
