using Bunit;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Timelines;
using Dashboard.Features.History;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.History;

/// <summary>One event: what it says, what it led to, and what happened around it.</summary>
public sealed class EventPageTests : ScreenContext
{
    public EventPageTests() => SignInAs(Role.Manager);

    [Fact]
    public async Task A_break_leads_to_its_repair_with_e_mails_and_checks_between()
    {
        await HappenAsync(
            At(Now.AddDays(-9), EventTypes.ConnectionAdded, "c", "u"),
            At(Now.AddDays(-3), EventTypes.ConnectionBroken, "c", "u"),
            At(Now.AddDays(-2), EventTypes.ConnectionBroken, "c", "u") with
            {
                Source = EventSource.Poll,
                Key = null,
            },
            At(Now.AddDays(-1), EventTypes.ConnectionFixed, "c", "u"),
            At(Now, EventTypes.ConnectionBroken, "c", "u")
        );
        var broke = await IdAsync(EventTypes.ConnectionBroken, Now.AddDays(-3));
        var page = Open(broke);

        Assert.Equal("Connection broke", page.Find("h1 bdi").TextContent);
        Assert.Equal("The connection became disabled.", Fact(page, "State"));
        Assert.Contains("2 d, then repaired", Fact(page, "Disabled"), StringComparison.Ordinal);
        Assert.StartsWith("Repaired", Fact(page, "Next change"), StringComparison.Ordinal);
        Assert.StartsWith("Reported broken", Fact(page, "Check"), StringComparison.Ordinal);
        Assert.Equal("None until the next change", Fact(page, "E-mails"));
        Assert.Equal("Disabled", Fact(page, "Now"));
        Assert.Equal("/connections/c", page.Find(".facts a[href^='/connections']").GetAttribute("href"));
    }

    [Fact]
    public async Task Neighbours_are_those_of_the_connection_and_those_of_the_user_elsewhere()
    {
        await HappenAsync([
            .. Enumerable
                .Range(0, 15)
                .Select(i => At(Now.AddMinutes(-i), EventTypes.NewAccountAvailable, "c", "u")),
            At(Now.AddMinutes(-7), EventTypes.ConnectionBroken, "d", "u"),
            At(Now.AddMinutes(-7), EventTypes.UserRegistered, connectionId: null, "u"),
            At(Now.AddMinutes(-7), EventTypes.ConnectionBroken, "e", "another"),
        ]);
        var id = await IdAsync(EventTypes.NewAccountAvailable, Now.AddMinutes(-7));

        var page = Open(id);

        var cards = page.FindAll(".timeline");
        Assert.Equal(2 * EventDetails.MaxNeighbours + 1, cards[0].QuerySelectorAll("li").Length);
        Assert.Equal("A new account was found", cards[0].QuerySelector("[aria-current]")!.TextContent);
        Assert.Equal(
            ["Connection broke", "The user was registered"],
            cards[1].QuerySelectorAll("li a").Select(a => a.TextContent).Order(StringComparer.Ordinal)
        );

        Navigation.NavigateTo(cards[0].QuerySelector("li a")!.GetAttribute("href")!);
        Assert.Equal(
            $"/history/{await IdAsync(EventTypes.NewAccountAvailable, Now.AddMinutes(-2))}",
            Address
        );
    }

    [Fact]
    public async Task An_event_of_a_user_alone_has_no_consequences()
    {
        await HappenAsync(At(Now, EventTypes.UserRegistered, connectionId: null, "u"));

        var page = Open(await IdAsync(EventTypes.UserRegistered, Now));

        Assert.Empty(page.FindAll("#event-led-to, .timeline"));
    }

    [Theory]
    [InlineData("999")]
    [InlineData("-1")]
    [InlineData("abc")]
    [InlineData("99999999999999999999")]
    public void Another_number_is_no_event(string id)
    {
        var page = Render<EventPage>(p => p.Add(e => e.Id, id));

        page.WaitForAssertion(() => Assert.Equal("No such event", page.Find(".state-title").TextContent));
    }

    [Fact]
    public async Task Payloads_are_for_those_who_may_see_them()
    {
        await HappenAsync(BrokeAt(Now, "c") with { Payload = """{"a":1}""" });
        var page = Open(await IdAsync(EventTypes.ConnectionBroken, Now));

        await page.Find(".payload").TriggerEventAsync("ontoggle", EventArgs.Empty);

        page.WaitForAssertion(() =>
            Assert.Contains("\"a\": 1", page.Find("pre").TextContent, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(Role.Manager, 1)]
    [InlineData(Role.Support, 0)]
    public async Task A_timeline_leads_to_its_events_for_those_who_may_open_them(Role role, int links)
    {
        SignInAs(role);
        await HappenAsync(BrokeAt(Now, "c"));

        var card = Render<ConnectionTimelineCard>(p => p.Add(c => c.ConnectionId, "c"));

        card.WaitForElement(".timeline li");
        Assert.Equal(links, card.FindAll("a[href^='/history/']").Count);
    }

    [Fact]
    public async Task Everything_is_found_by_indexes()
    {
        await HappenAsync(BrokeAt(Now, "c"), FixedAt(Now.AddMinutes(1), "c"));
        var commands = new RecordedCommands(Database);
        var details = new EventDetails(
            commands,
            Services.GetRequiredService<Dashboard.Access.CurrentOperator>()
        );

        await details.FindAsync(await IdAsync(EventTypes.ConnectionBroken, Now), Token);

        Assert.All(
            await commands.PlansAsync(),
            p =>
                Assert.DoesNotContain(
                    p.Plan,
                    step =>
                        step.StartsWith("SCAN", StringComparison.Ordinal)
                        && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
                )
        );
    }

    private IRenderedComponent<EventPage> Open(long id)
    {
        var page = Render<EventPage>(p =>
            p.Add(e => e.Id, id.ToString(System.Globalization.CultureInfo.InvariantCulture))
        );
        page.WaitForElement("#event-facts");
        return page;
    }

    private async Task<long> IdAsync(string type, DateTimeOffset at)
    {
        await using var db = Database.CreateDbContext();
        return await db
            .Events.Where(e => e.Type == type && e.OccurredAt == at)
            .Select(e => e.Id)
            .SingleAsync(Token);
    }

    private static string Fact(IRenderedComponent<EventPage> page, string name) =>
        page.FindAll("dt").Single(dt => dt.TextContent == name).NextElementSibling!.TextContent.Trim();
}
