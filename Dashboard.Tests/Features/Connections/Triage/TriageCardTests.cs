using Bunit;
using Dashboard.Domain.Events;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Tests.Features.Team;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using IComponent = Microsoft.AspNetCore.Components.IComponent;

namespace Dashboard.Tests.Features.Connections.Triage;

/// <summary>What the page of a connection tells of the team's decisions, and lets one decide.</summary>
public sealed class TriageCardTests : ScreenContext
{
    [Fact]
    public async Task Decisions_are_shown_at_once_with_operator_and_time()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("bea", Role.Admin, "Bea Lima"));
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var page = Open("c");
        Assert.Contains("Nobody", Card(page), StringComparison.Ordinal);

        await OpenMenuAsync(page, "Assign");
        Popovers.WaitForAssertion(() =>
            Assert.Contains("Bea Lima", Popovers.Markup, StringComparison.Ordinal)
        );
        await Popovers
            .FindAll("[role=menuitem]")
            .Single(item => item.TextContent.Trim() == "Bea Lima")
            .ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Equal("Bea Lima", page.Find(".triage-card .triage-line span").TextContent)
        );

        await ChooseAsync(page, "Snooze", "Tomorrow");
        page.WaitForAssertion(() => Assert.Contains("by Test person", Card(page), StringComparison.Ordinal));

        await Press(page, "Write note");
        await page.Find("textarea").InputAsync("Call after five.");
        await page.Find(".triage-note").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("Call after five.", page.Find(".triage-text").TextContent));
        Assert.Contains("Test person, just now", Card(page), StringComparison.Ordinal);

        await Press(page, "End snooze");
        page.WaitForAssertion(() =>
            Assert.DoesNotContain("End snooze", Card(page), StringComparison.Ordinal)
        );
        await using var db = Database.CreateDbContext();
        Assert.Equal(4, await db.AuditEntries.CountAsync(Token));
    }

    [Fact]
    public async Task A_repair_ends_a_snooze()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var page = Open("c");
        await ChooseAsync(page, "Snooze", "1 hour");
        page.WaitForAssertion(() => Assert.Contains("by Test person", Card(page), StringComparison.Ordinal));

        await HappenAsync(FixedAt(Now.AddMinutes(1), "c"));

        page.WaitForAssertion(() =>
            Assert.Contains("Not available while healthy", Card(page), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_note_of_a_colleague_is_shown_before_it_is_replaced()
    {
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var mine = Open("c");
        var theirs = Open("c");
        await Press(mine, "Write note");
        await mine.Find("textarea").InputAsync("Mine");

        await Press(theirs, "Write note");
        await theirs.Find("textarea").InputAsync("Theirs");
        await theirs.Find(".triage-note").SubmitAsync();

        mine.WaitForAssertion(() =>
            Assert.Contains(
                "Test person has changed the note. Current note: Theirs",
                Card(mine),
                StringComparison.Ordinal
            )
        );
        Assert.Equal("Mine", mine.Find("textarea").GetAttribute("value"));
        Assert.Equal("Replace it with mine", mine.Find(".triage-note button").TextContent);
        await mine.Find(".triage-note").SubmitAsync();
        theirs.WaitForAssertion(() => Assert.Equal("Mine", theirs.Find(".triage-text").TextContent));
    }

    [Fact]
    public async Task A_decision_that_came_too_late_shows_the_current_state()
    {
        await TeamHost.AddAsync(Database, TeamHost.Person("id-1", Role.Support, "Test person"));
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var snackbars = Render<MudBlazor.MudSnackbarProvider>();
        var page = Open("c");
        await using (var db = Database.CreateDbContext())
        {
            var triage = global::Dashboard.Domain.Connections.Triage.Of("c");
            triage.Write("Gone fishing", "Bea", Now);
            db.Triages.Add(triage);
            await db.SaveChangesAsync(Token);
        }

        await ChooseAsync(page, "Assign", "Me");

        snackbars.WaitForAssertion(() =>
            Assert.Contains("Bea has just changed this", snackbars.Markup, StringComparison.Ordinal)
        );
        page.WaitForAssertion(() => Assert.Equal("Gone fishing", page.Find(".triage-text").TextContent));
        Assert.Contains(
            "Nobody",
            page.Find(".triage-card .triage-line").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task An_operator_without_the_permission_sees_the_card_without_controls()
    {
        SignInAs(Role.Manager);
        await HappenAsync(BrokeAt(Now.AddHours(-3), "c"));
        var page = Open("c");
        Assert.Contains("Nobody", Card(page), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".triage-card button"));
    }

    [Fact]
    public async Task The_page_says_that_one_email_lists_all_broken_connections_of_a_user()
    {
        OfferEmails();
        SignInAs(Role.Admin);
        await HappenAsync(
            At(Now, EventTypes.ConnectionBroken, "c", "u"),
            At(Now, EventTypes.ConnectionBroken, "d", "u"),
            At(Now, EventTypes.ConnectionAdded, "e", "u")
        );
        var page = Open("c");
        Assert.Equal(
            "One e-mail lists all 2 broken connections of this user",
            page.Find(".head-hint").TextContent
        );

        await page.FindAll(".head-actions button")
            .Single(b => b.TextContent == "Send e-mail")
            .ClickAsync(new());

        Assert.Equal(["u"], await Assert.Single(Emails.Asked).UserIds(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Support_is_not_offered_to_send_an_email()
    {
        OfferEmails();
        await HappenAsync(BrokeAt(Now, "c"));
        Assert.DoesNotContain("Send e-mail", Open("c").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_and_the_list_show_an_incident_of_the_brokerage()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await HappenAsync(
            BrokeAt(Now.AddHours(-1), "c") with
            {
                BrokerageId = "q",
            },
            BrokeAt(Now.AddHours(-1), "d")
        );
        var list = Render<ConnectionsPage>();
        list.WaitForElement(".list-table");
        await using (var db = Database.CreateDbContext())
        {
            db.Incidents.Add(
                new Incident
                {
                    Id = "i",
                    BrokerageId = "q",
                    StartedAt = Now.AddHours(-1),
                    DetectedAt = Now,
                }
            );
            await db.SaveChangesAsync(Token);
        }

        // Any change makes the counts be read again, and with them which brokerages have an incident.
        await HappenAsync(BrokeAt(Now, "another"));

        const string Words = "Incident since 13:02: the cause is the brokerage, not the customer";
        list.WaitForAssertion(() =>
            Assert.Equal(Words, Assert.Single(list.FindAll(".inst-warning")).GetAttribute("title"))
        );
        await OpenMenuAsync(list, "Filter");
        Popovers.WaitForAssertion(() =>
            Assert.Contains("Questrade, incident since 13:02", Popovers.Markup, StringComparison.Ordinal)
        );
        Assert.Equal(Words, Open("c").Find("h1 .inst-warning").GetAttribute("title"));
    }

    private IRenderedComponent<ConnectionPage> Open(string id)
    {
        var page = Render<ConnectionPage>(p => p.Add(x => x.Id, id));
        page.WaitForElement(".triage-card");
        return page;
    }

    private static string Card(IRenderedComponent<IComponent> page) => page.Find(".triage-card").TextContent;

    private static Task Press(IRenderedComponent<IComponent> page, string words) =>
        page.FindAll(".triage-card button").Single(button => button.TextContent == words).ClickAsync(new());
}
