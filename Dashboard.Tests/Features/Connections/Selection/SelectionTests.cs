using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components.Web;
using IComponent = Microsoft.AspNetCore.Components.IComponent;

namespace Dashboard.Tests.Features.Connections.Selection;

/// <summary>Ticking rows of the list, and doing something with what is ticked.</summary>
public sealed class SelectionTests : ScreenContext
{
    [Fact]
    public async Task Ticked_rows_raise_a_bar_and_say_so_to_those_who_cannot_see_it()
    {
        await SeedAsync(5);
        var screen = Render<LiveAnnouncer>(p => p.AddChildContent<ConnectionsPage>());
        screen.WaitForElement(".list-table");
        Assert.Empty(screen.FindAll(".selection-bar"));

        await TickAsync(screen, "c1");
        await TickAsync(screen, "c3", shift: true);

        Assert.Equal("3 selected", screen.Find(".selection-count").TextContent);
        screen.WaitForAssertion(() => Assert.Equal("3 selected", screen.Find("#announcer").TextContent));
        Assert.Equal(
            ["false", "true", "true", "true", "false"],
            screen.FindAll("tr[data-row]").Select(r => r.GetAttribute("aria-selected"))
        );
        Assert.Equal("true", screen.Find("table").GetAttribute("aria-multiselectable"));
        Assert.Equal("Enter Space", screen.Find("tr[data-row]").GetAttribute("aria-keyshortcuts"));

        await screen.Find("[data-clear-selection]").ClickAsync(new());
        Assert.Empty(screen.FindAll(".selection-bar"));
    }

    [Fact]
    public async Task The_head_ticks_all_shown()
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

        await TickAsync(page, "c2");
        Assert.False(page.Find("thead input").HasAttribute("checked"));
        Assert.Contains(
            "Select all 4 that match",
            page.Find(".selection-bar").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task All_that_match_are_more_than_are_loaded_and_mean_the_filter()
    {
        OfferEmails();
        SignInAs(Role.Admin);
        await SeedAsync(312);
        var page = Open();

        await TickAsync(page, "c1");
        await Button(page, "Select all 312 that match").ClickAsync(new());
        Assert.Equal("312 selected", page.Find(".selection-count").TextContent);
        await TickAsync(page, "c2");
        Assert.Equal("311 selected", page.Find(".selection-count").TextContent);
        await Button(page, "Send e-mail").ClickAsync(new());

        var audience = Assert.Single(Emails.Asked);
        Assert.Equal(("Disabled, without 1 of them", null), (audience.Words, audience.ConnectionId));
        var users = await audience.UserIds(Ended).ToListAsync(Ended);
        Assert.Equal(311, users.Count);
        Assert.DoesNotContain("user of c2", users);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
    }

    [Fact]
    public async Task What_no_count_is_kept_of_is_counted_when_something_is_ticked()
    {
        await SeedAsync(130);
        Navigation.NavigateTo("/connections?health=Disabled&q=user%20of%20c1");
        var page = Open();

        await TickAsync(page, "c1");

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
    public async Task What_is_ticked_stays_whatever_happens_to_the_rows()
    {
        await SeedAsync(5);
        var page = Open();
        await TickAsync(page, "c1");
        await TickAsync(page, "c2");

        await HappenAsync(FixedAt(Now, "c1"), BrokeAt(Now, "news"));
        page.WaitForAssertion(() => Assert.Contains("news", Ids(page)));
        await RereadAsync();

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", Row(page, "c1").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal("2 selected", page.Find(".selection-count").TextContent);
        Assert.Equal("true", Row(page, "c1").GetAttribute("aria-selected"));
        Assert.Equal("false", Row(page, "news").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task Everything_takes_in_what_comes_to_match_and_lets_go_of_what_no_longer_does()
    {
        await SeedAsync(5);
        var page = Open();
        await TickAsync(page, "c1");
        await Button(page, "Select all 5 that match").ClickAsync(new());

        await HappenAsync(FixedAt(Now, "c1"), BrokeAt(Now, "news"), BrokeAt(Now, "more"));

        page.WaitForAssertion(() => Assert.Equal("6 selected", page.Find(".selection-count").TextContent));
        page.WaitForAssertion(() => Assert.Equal("true", Row(page, "news").GetAttribute("aria-selected")));
        Assert.Equal("false", Row(page, "c1").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task Another_filter_ends_it()
    {
        await SeedAsync(5);
        var page = Open();
        await TickAsync(page, "c1");

        Navigation.NavigateTo("/connections?health=All");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
        Assert.Equal("false", Row(page, "c1").GetAttribute("aria-selected"));
    }

    [Fact]
    public async Task Several_are_snoozed_at_once_and_other_screens_show_it()
    {
        await SeedAsync(5);
        var other = Open();
        var page = Open();
        await TickAsync(page, "c1");
        await TickAsync(page, "c2");

        await MenuItem(page, "Tomorrow").ClickAsync(new());

        foreach (var screen in (IRenderedComponent<ConnectionsPage>[])[page, other])
            screen.WaitForAssertion(() =>
                Assert.Contains(
                    "Snoozed by Test person until tomorrow",
                    Row(screen, "c2").TextContent,
                    StringComparison.Ordinal
                )
            );
        Assert.Contains("snoozed", Row(other, "c1").ClassName, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
        await using var db = Database.CreateDbContext();
        Assert.Equal(2, db.AuditEntries.Count(a => a.Action == AuditActions.Snooze));
    }

    [Fact]
    public async Task A_snooze_that_runs_out_is_over_on_the_screen_by_itself()
    {
        await SeedAsync(2);
        var page = Open();
        await TickAsync(page, "c1");
        await MenuItem(page, "1 hour").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("Snoozed by", Row(page, "c1").TextContent, StringComparison.Ordinal)
        );

        Clock.Advance(TimeSpan.FromMinutes(61));

        page.WaitForAssertion(() =>
            Assert.DoesNotContain("Snoozed by", Row(page, "c1").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task What_is_hidden_while_it_is_snoozed_comes_back_by_itself()
    {
        await SeedAsync(3);
        Navigation.NavigateTo("/connections?snoozed=Hidden");
        var page = Open();
        await TickAsync(page, "c2");
        await MenuItem(page, "1 hour").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("left", Row(page, "c2").ClassName, StringComparison.Ordinal)
        );
        var later = Open();
        Assert.Equal(["c0", "c1"], Ids(later));

        Clock.Advance(TimeSpan.FromMinutes(61));

        later.WaitForAssertion(() => Assert.Equal(["c0", "c1", "c2"], Ids(later)));
    }

    [Fact]
    public async Task A_time_that_is_past_is_not_taken()
    {
        await SeedAsync(1);
        var page = Open();
        await TickAsync(page, "c0");

        await page.Find(".triage-until input").ChangeAsync(new() { Value = "2026-11-22T10:00" });
        await page.Find(".triage-until").SubmitAsync();

        Assert.Equal(
            "Choose a time from now on, within a year.",
            page.Find(".validation-message").TextContent
        );
        Assert.NotEmpty(page.FindAll(".selection-bar"));
    }

    [Fact]
    public async Task Who_may_do_nothing_with_it_selects_nothing()
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
    public async Task Support_decides_and_does_not_send()
    {
        OfferEmails();
        await SeedAsync(3);
        var page = Open();
        await TickAsync(page, "c1");

        Assert.Empty(page.FindAll("[data-key=e]"));
        Assert.DoesNotContain("Send e-mail", page.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll(".selection-acts .triage-menu"));
    }

    [Fact]
    public async Task An_admin_sends_from_a_row()
    {
        OfferEmails();
        SignInAs(Role.Admin);
        await SeedAsync(3);
        var page = Open();

        await Row(page, "c1").QuerySelector("[data-key=e]")!.ClickAsync(new());

        var audience = Assert.Single(Emails.Asked);
        Assert.Equal(("user of c1", "c1"), (audience.Words, audience.ConnectionId));
        Assert.Equal(["user of c1"], await audience.UserIds(Ended).ToListAsync(Ended));
        Assert.Contains("e send e-mail", page.Find(".list-keys").TextContent, StringComparison.Ordinal);
    }

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    private Task SeedAsync(int count) =>
        HappenAsync([
            .. Enumerable.Range(0, count).Select(i => BrokeAt(Now.AddDays(-2).AddMinutes(i), $"c{i}")),
        ]);

    private IRenderedComponent<ConnectionsPage> Open()
    {
        var page = Render<ConnectionsPage>();
        page.WaitForElement(".list-table");
        return page;
    }

    private static Task TickAsync(IRenderedComponent<IComponent> page, string id, bool shift = false) =>
        Row(page, id).QuerySelector("[data-select]")!.ClickAsync(new MouseEventArgs { ShiftKey = shift });

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<IComponent> page, string words) =>
        page.FindAll(".selection-bar button").Single(b => b.TextContent == words);

    private static AngleSharp.Dom.IElement MenuItem(IRenderedComponent<IComponent> page, string words) =>
        page.FindAll(".selection-bar .popup-item")
            .Single(b => b.TextContent.StartsWith(words, StringComparison.Ordinal));

    private static List<string> Ids(IRenderedComponent<IComponent> page) =>
        [.. page.FindAll("a[data-open]").Select(a => a.GetAttribute("href")!["/connections/".Length..])];

    private static AngleSharp.Dom.IElement Row(IRenderedComponent<IComponent> page, string id) =>
        page.FindAll("tr[data-row]")[Ids(page).IndexOf(id)];
}
