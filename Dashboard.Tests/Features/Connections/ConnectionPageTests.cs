using Bunit;
using Dashboard.Components.Parts;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Features.Outbox;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections;

public sealed class ConnectionPageTests : ScreenContext
{
    [Fact]
    public async Task The_timeline_is_shown_newest_first()
    {
        await HappenAsync(
            BrokeAt(Now.AddHours(-3), "c"),
            FixedAt(Now.AddHours(-1), "c"),
            BrokeAt(Now.AddMinutes(-5), "c")
        );
        var page = Open("c");

        Assert.Equal(["Connection broke", "Repaired after 2 h", "Connection broke"], Titles(page));
        Assert.Contains(
            "2 breaks, one repaired in 2 h",
            page.FindAll(".facts")[1].TextContent,
            StringComparison.Ordinal
        );
        Assert.Contains("received 3 s later", page.Find(".timeline").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_follows_the_connection_and_announces_changes()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var announcer = Render<LiveAnnouncer>(p =>
            p.AddChildContent<ConnectionPage>(c => c.Add(x => x.Id, "c"))
        );
        announcer.WaitForElement(".timeline");

        await HappenAsync(FixedAt(Now, "c"));

        announcer.WaitForAssertion(() => Assert.Equal("Healthy", announcer.Find("h1 .health").TextContent));
        announcer.WaitForAssertion(() => Assert.Equal("Repaired after 3 h", Titles(announcer)[0]));
        announcer.WaitForAssertion(() =>
            Assert.Equal("Unknown brokerage is now healthy", announcer.Find("#announcer").TextContent)
        );
    }

    [Fact]
    public void An_unknown_id_gets_a_next_step()
    {
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, "a/b"));

        page.WaitForAssertion(() =>
            Assert.Equal("No such connection", page.Find(".state-title").TextContent)
        );
        Assert.Equal("/connections?q=a%2Fb", page.Find(".state-actions a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_check_says_why_it_could_not_be_made()
    {
        await HappenAsync(BrokeAt(Now, "c"));
        var snackbars = Render<MudBlazor.MudSnackbarProvider>();
        var page = Open("c");

        await page.FindAll("button").Single(b => b.TextContent == "Check now").ClickAsync(new());

        snackbars.WaitForAssertion(() =>
            Assert.Contains("the user secret is missing", snackbars.Markup, StringComparison.Ordinal)
        );
        await using var db = Database.CreateDbContext();
        var entry = Assert.Single(db.AuditEntries.ToList());
        Assert.Equal(
            ("Test person", "check connection", "connection:c", "failed: NoSecret"),
            (entry.Actor, entry.Action, entry.Subject, entry.Result)
        );
    }

    [Fact]
    public async Task A_manager_sees_payloads_and_no_actions()
    {
        SignInAs(Role.Manager);
        OfferLinks();
        await HappenAsync(BrokeAt(Now, "c"));
        var page = Open("c");

        Assert.Empty(page.FindAll(".head-actions button"));
        await page.Find(".payload").TriggerEventAsync("ontoggle", EventArgs.Empty);
        page.WaitForAssertion(() => Assert.Equal("{}", page.Find(".payload pre").TextContent));
    }

    [Fact]
    public async Task Support_sees_no_payloads()
    {
        await HappenAsync(BrokeAt(Now, "c"));
        Assert.Empty(Open("c").FindAll(".payload"));
    }

    [Fact]
    public async Task Earlier_events_are_read_on_demand()
    {
        await HappenAsync([
            .. Enumerable
                .Range(0, 35)
                .Select(i => At(Now.AddMinutes(-i), EventTypes.NewAccountAvailable, "c", "u")),
        ]);
        var page = Open("c");
        Assert.Equal(30, Titles(page).Count);

        await page.Find(".more button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(35, Titles(page).Count));
        Assert.Empty(page.FindAll(".more"));
    }

    [Fact]
    public async Task What_an_event_means_and_which_link_it_is_about_are_two_sentences()
    {
        var sent = Some.Noon.AddMinutes(10);
        await Database.BrokenAsync("zoe");
        var (_, link) = await Database.SentAsync("zoe", sent);
        await Database.EventsAsync(
            Some.Event(EventTypes.LinkScanned, 11, "zoe-c", "zoe", source: EventSource.Operator) with
            {
                LinkId = link.Id,
            }
        );

        Assert.Contains(
            "opening has no effect. Link e-mailed by Ana",
            Open("zoe-c").Find(".timeline").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_users_other_connections_are_linked()
    {
        await HappenAsync(
            At(Now, EventTypes.ConnectionBroken, "c", "u"),
            At(Now, EventTypes.ConnectionAdded, "d", "u"),
            At(Now, EventTypes.ConnectionAdded, "e", "another")
        );
        Assert.Equal("/connections/d", Assert.Single(Open("c").FindAll(".sibling")).GetAttribute("href"));
    }

    private IRenderedComponent<ConnectionPage> Open(string id)
    {
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, id));
        page.WaitForElement(".timeline");
        return page;
    }

    private static List<string> Titles(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page) =>
        [.. page.FindAll(".timeline-text > div:first-child").Select(title => title.TextContent.Trim())];
}
