using AngleSharp.Dom;
using Bunit;
using Dashboard.Data.Outcomes;
using Dashboard.Data.Reading;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Incidents;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections;
using Dashboard.Features.Outbox;
using Dashboard.Features.Outcomes;
using Dashboard.Features.Overview;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Overview;

/// <summary>Each figure of the overview has the value of the list that it leads to.</summary>
public sealed class OverviewClaimsTests : ScreenContext
{
    public OverviewClaimsTests()
    {
        Services.AddOutcomeFigures();
        Services.AddSingleton<OverviewNowReader>();
        Services.AddSingleton<OverviewFigureReader>();
        Services.AddSingleton(provider =>
            ActivatorUtilities.CreateInstance<OverviewWatch>(provider, (TimeProvider)Clock)
        );
        Services.AddScoped<MineQueries>();
        Services.AddScoped<OutcomeQueries>();
        SignInAs(Role.Admin);
        _ = Popovers;
    }

    [Fact]
    public async Task Figures_equal_the_lists_they_lead_to()
    {
        await SeedAsync();
        var page = Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Contains("Needs a decision", page.Markup));

        var tiles = page.FindAll("a.tile").Select(a => (NumberOf(a, ".tile-value"), To(a))).Take(4).ToList();
        Assert.Equal([3, 2, 2, 1], tiles.Select(tile => tile.Item1));
        var brokerages = page.FindAll(".card")
            .Single(c => c.QuerySelector("h2")?.TextContent == "Brokerages")
            .QuerySelectorAll("a.line-item")
            .Select(a => (NumberOf(a, ".end"), To(a)))
            .ToList();
        Assert.Single(brokerages);
        var all = page.FindAll("header a")
            .Single(a => a.TextContent.StartsWith("All", StringComparison.Ordinal));
        foreach (
            var (number, to) in tiles.Concat(brokerages).Append((int.Parse(all.TextContent[4..]), To(all)))
        )
            Assert.Equal((to, number), (to, await CountAsync(to)));
    }

    [Fact]
    public async Task What_an_admin_has_to_decide_leads_to_lists_of_as_many()
    {
        await SeedAsync();
        await using var db = Database.CreateDbContext();
        db.Incidents.Add(
            new Incident
            {
                Id = "i",
                BrokerageId = "q",
                StartedAt = Now.AddHours(-1),
                DetectedAt = Now.AddHours(-1),
            }
        );
        await db.SaveChangesAsync(Token);

        var page = Render<OverviewPage>();

        var lines = page.WaitForElements("[aria-labelledby=decisions-title] a");
        Assert.Equal(
            ["1 incident to release", "1 likely duplicate"],
            lines.Select(line => line.TextContent.Trim())
        );
        Assert.Equal(["/incidents", "/connections?duplicates=true"], lines.Select(To));
        Assert.Equal(1, await CountAsync(To(lines[1])));
        var failed = new Decisions(0, 0, 0, 3, Now.AddDays(-7));
        var card = Render<DecisionCard>(p => p.Add(c => c.Decisions, failed)).Find("a");
        var query = System.Web.HttpUtility.ParseQueryString(new Uri("http://x" + To(card)).Query);
        var view = OutboxView.Read(query["state"], query["trigger"], query["q"], query["since"]);
        Assert.Equal((OutboxKind.Failed, Now.AddDays(-7)), (view.Kind, view.Since));
        Assert.Equal(To(card), view.ToUri());
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
        Navigation.NavigateTo(address);
        var page = Render<BreaksPage>();
        page.WaitForElement(".card h2, .card .state");
        return page.FindAll("tbody tr").Count;
    }

    private static string To(IElement link) => link.GetAttribute("href")!;

    private static int NumberOf(IElement link, string part) =>
        int.Parse(
            string.Concat(link.QuerySelector(part)!.FirstChild!.TextContent.Trim().TakeWhile(char.IsDigit))
        );

    private async Task SeedAsync()
    {
        await Database.BrokerageAsync("q", "QUESTRADE", "Questrade");
        await Database.EventsAsync(
            Some.Added(-60 * 24 * 5, "old", "u", "q"),
            BrokeAt(Now.AddDays(-3), "old") with
            {
                UserId = "u",
            },
            Some.Added(60, "old-2", "u", "q"),
            BrokeAt(Now.AddDays(-2), "unknown"),
            BrokeAt(Now.AddDays(-2), "mended"),
            FixedAt(Now.AddHours(-5), "mended"),
            BrokeAt(Now.AddHours(-3), "new"),
            BrokeAt(Now.AddHours(-4), "brief"),
            At(Now.AddHours(-3), "CONNECTION_DELETED", "brief", "user of brief")
        );
    }
}
