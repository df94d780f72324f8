using AngleSharp.Dom;
using Bunit;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Dashboard.Domain.Reconnect;
using Dashboard.Features.Connections;
using Dashboard.Features.Outcomes;
using Dashboard.Tests.Data.Outcomes;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Outcomes;

/// <summary>Each number leads to a list of as many lines, with the period and the filters of the screen.</summary>
public sealed class OutcomeLinksTests : ScreenContext
{
    public OutcomeLinksTests()
    {
        Services.AddOutcomeFigures();
        Services.AddScoped<OutcomeQueries>();
        SignInAs(Role.Manager);
        Operator.SetPolicies(nameof(Permission.ExportLists));
        _ = Popovers;
    }

    [Theory]
    [InlineData("/outcomes")]
    [InlineData("/outcomes?days=7")]
    [InlineData("/outcomes?days=7&brokerage=QUESTRADE")]
    [InlineData("/outcomes?channel=Copy")]
    [InlineData("/outcomes?from=2026-11-20&to=2026-11-21")]
    public async Task Each_number_leads_to_as_many_lines(string address)
    {
        await SeedAsync();
        Navigation.NavigateTo(address);
        var page = Render<OutcomesPage>();
        page.WaitForElement(".insight-sentence");

        var links = page.FindAll(".insight-sentence a, .funnel a, .insight-note a.link, a.tile, td a.link")
            .Where(a =>
                a.GetAttribute("href") is { } to && !to.StartsWith("/outcomes?", StringComparison.Ordinal)
            )
            .Where(a => !a.HasAttribute("download") && a.GetAttribute("data-skip-to") is null)
            .Select(a => (Number: NumberOf(a), Address: a.GetAttribute("href")!))
            .ToList();

        Assert.True(links.Count >= 8, $"{links.Count}");
        Assert.Contains(
            links,
            link => link.Address.Contains("error=WrongPassword", StringComparison.Ordinal)
        );
        Assert.Contains(links, link => link.Address.Contains("contact=Copy", StringComparison.Ordinal));
        Assert.Contains(links, link => link.Address.Contains("channel=Copy", StringComparison.Ordinal));
        Assert.Contains(links, link => link.Address.Contains("operator=Ana", StringComparison.Ordinal));
        foreach (var (number, to) in links)
            Assert.Equal((to, number), (to, await CountAsync(to)));
    }

    [Fact]
    public async Task The_list_of_breaks_says_who_broke_when_and_what_became_of_it()
    {
        await SeedAsync();
        Navigation.NavigateTo("/outcomes/breaks?days=7&of=RepairedWithoutUs");
        var page = Render<BreaksPage>();

        var row = page.WaitForElement("tbody tr");
        Assert.Equal("Breaks: repaired without us, last 7 days", page.Find("h1").TextContent);
        Assert.Contains("repaired after 30 min", row.TextContent);
        Assert.Equal("/connections/alone", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("/outcomes?days=7", page.Find(".head a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_list_says_what_its_figure_counts_and_keeps_it_with_another_part()
    {
        await SeedAsync();
        Navigation.NavigateTo("/outcomes/breaks?days=7&of=StillBroken&error=WrongPassword&contact=Copy");
        var page = Render<BreaksPage>();

        page.WaitForElement("tbody tr");
        Assert.Equal(
            "Breaks: still broken, wrong password, contacted (copied link), last 7 days",
            page.Find("h1").TextContent
        );
        Assert.Equal(
            "/outcomes/breaks?days=7&of=Opened&error=WrongPassword&contact=Copy",
            BreaksView
                .Read(
                    OutcomesView.Read("7", null, null, null, null, null, null),
                    "StillBroken",
                    "WrongPassword",
                    "Copy",
                    null
                )
                .Of(CohortPart.Opened)
                .ToUri()
        );
    }

    [Theory]
    [InlineData("/outcomes/breaks")]
    [InlineData("/outcomes/breaks?of=NeverContacted")]
    public async Task Long_lists_come_in_pieces(string address)
    {
        await Database.ManyBreaksAsync(150, Now.AddDays(-1));
        Navigation.NavigateTo(address);
        var page = Render<BreaksPage>();
        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll("tbody tr").Count));
        Assert.Equal("Latest 100 breaks", page.Find(".card h2").TextContent);

        await page.Find(".more button").ClickAsync();

        Assert.Equal(150, page.FindAll("tbody tr").Count);
        Assert.Equal("150 breaks", page.Find(".card h2").TextContent);
        Assert.Empty(page.FindAll(".more"));
    }

    [Theory]
    [InlineData("channel=Copy")]
    [InlineData("operator=Ana")]
    [InlineData("error=WrongPassword")]
    public async Task A_rare_kind_is_found_among_any_number_of_breaks(string kind)
    {
        await SeedAsync();
        await Database.ManyBreaksAsync(BreakPages.MaxSearched + 100, Some.Noon.AddDays(2));
        Clock.SetUtcNow(Some.Noon.AddDays(3));
        Navigation.NavigateTo($"/outcomes/breaks?{kind}");
        var page = Render<BreaksPage>();
        var more = page.WaitForElement(".more button", TimeSpan.FromSeconds(30));
        Assert.Equal("Search earlier breaks", more.TextContent);
        Assert.Equal("No such break found yet", page.Find(".state-title").TextContent);

        await more.ClickAsync();

        page.WaitForElement("tbody tr");
        Assert.Contains(page.FindAll("tbody a"), a => a.GetAttribute("href") == "/connections/linked");
        Assert.Empty(page.FindAll(".more"));
    }

    private static int NumberOf(IElement link)
    {
        var text = (link.QuerySelector(".tile-value") ?? link).TextContent.Trim();
        return int.Parse(string.Concat(text.TakeWhile(char.IsDigit)));
    }

    private async Task<int> CountAsync(string address)
    {
        if (ConnectionsView.At(address) is { } view)
        {
            await using var db = Database.CreateDbContext();
            var brokerages = await BrokerageRows.ByIdAsync(db, Token);
            var filter = view.ToFilter(Now, "nobody");
            return await ConnectionSearch
                .Matching(db, filter, brokerages.Values, found: null)
                .CountAsync(Token);
        }
        Assert.StartsWith(BreaksView.Path, address, StringComparison.Ordinal);
        Navigation.NavigateTo(address);
        var page = Render<BreaksPage>();
        page.WaitForElement(".card .empty, .card h2, .card .state");
        return page.FindAll("tbody tr").Count;
    }

    private async Task SeedAsync()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await Database.BrokerageAsync("s", "SCHWAB", "Schwab");
        string[] ids =
        [
            "open",
            "mailed",
            "linked",
            "fixed",
            "alone",
            "gone",
            "again",
            "refused",
            "skewed",
            "early",
        ];
        await Database.EventsAsync([
            .. ids.Select((id, i) => Some.Added(-60 * 24 * 90, id, "u-" + id, i % 2 == 0 ? "q" : "s")),
        ]);
        await Database.EventsAsync([.. ids.Select(id => Some.Broken(0, id, "u-" + id))]);
        // Before the period, and before that of seven days.
        await Database.EventsAsync(
            Some.Broken(-60 * 24 * 45, "long", "u-long"),
            Some.Added(-60 * 24 * 90, "week", "u-week", "q"),
            Some.Broken(-60 * 24 * 12, "week", "u-week"),
            Some.Broken(60 * 24, "new", "u-new")
        );
        await RefusedEmailAsync("refused", 5);
        // By our clock, which is slower than SnapTrade's.
        await Database.LinkAsync("skewed", -3);
        await Database.StepAsync(EventTypes.PortalLinkCreated, "early", -3);
        await Database.LinkAsync("mailed", 5, LinkOrigin.Email);
        var opened = await Database.LinkAsync("linked", 5);
        await Database.StepAsync(EventTypes.LinkOpened, "linked", 6, opened);
        await Database.StepAsync(EventTypes.PortalStarted, "linked", 7, opened);
        await Database.StepAsync(EventTypes.PortalReturned, "linked", 8, opened, "1066");
        await Database.StepAsync(EventTypes.ConnectionAttempted, "alone", 10, result: "INVALID_CREDENTIALS");
        await Database.StepAsync(EventTypes.ConnectionAttempted, "alone", 11, result: "DIFFERENT_ACCOUNT");
        var used = await Database.LinkAsync("fixed", 5);
        await Database.StepAsync(EventTypes.PortalStarted, "fixed", 7, used);
        await Database.EventsAsync(
            Some.Fixed(20, "fixed", "u-fixed"),
            Some.Fixed(30, "alone", "u-alone"),
            Some.Event(EventTypes.ConnectionDeleted, 40, "gone", "u-gone"),
            Some.Added(50, "again-2", "u-again", "q")
        );
    }

    // Its link is kept, and nothing was sent.
    private async Task RefusedEmailAsync(string connectionId, double minute)
    {
        await using var db = Database.CreateDbContext();
        var connection = await db.Connections.SingleAsync(c => c.Id == connectionId, Token);
        var at = Some.Noon.AddMinutes(minute);
        var link = ReconnectLink.Create(
            "refused",
            connection,
            LinkOrigin.Email,
            "Ana",
            at,
            TimeSpan.FromDays(7)
        );
        link.Revoke(ReconnectLink.Delivery, at);
        db.ReconnectLinks.Add(link);
        await db.SaveChangesAsync(Token);
    }
}
