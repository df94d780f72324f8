using Bunit;
using Dashboard.Data.Outcomes;
using Dashboard.Domain.Notices;
using Dashboard.Domain.Operators;
using Dashboard.Features.Outcomes;
using Dashboard.Features.Outcomes.Reports;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Outcomes;

public sealed class ReportPageTests : ScreenContext
{
    private static readonly DateTimeOffset October = new(2026, 10, 5, 12, 0, 0, TimeSpan.Zero);

    public ReportPageTests()
    {
        Services.AddOutcomeFigures();
        Services.AddScoped<OutcomeQueries>();
        Services.AddSingleton<MonthReader>();
        Services.AddScoped<ReportQueries>();
        SignInAs(Role.Manager);
        Operator.SetPolicies(nameof(Permission.ExportLists));
        _ = Popovers;
    }

    [Fact]
    public async Task It_shows_the_last_whole_month_with_the_figures_of_outcomes()
    {
        await BreakAsync(October, 12, repaired: 8);
        await BreakAsync(Now.AddDays(-1), 1, repaired: 0, prefix: "november");
        var report = Open("/outcomes/report");

        report.WaitForAssertion(() => Assert.Equal("Report of October 2026", report.Find("h1").TextContent));
        Assert.Equal(
            "12 breaks in October 2026. Half are repaired within 2 h. 4 are still broken, 4 of them never contacted.",
            Words(report.Find(".insight-sentence"))
        );
        var outcomes = Render<OutcomesPage>(address: "/outcomes?from=2026-10-01&to=2026-10-31");
        outcomes.WaitForElement(".insight-sentence");
        foreach (
            var label in (string[])
                ["Half repaired within", "Repaired in 24 hours", "Repaired in 7 days", "Still broken"]
        )
            Assert.Equal(Figure(outcomes, label), Figure(report, label));
        Assert.Equal(
            outcomes.FindAll(".chart-table tbody tr").Select(row => Words(row.Children[1])),
            report.FindAll(".chart-table tbody tr").Select(row => Words(row.Children[1]))
        );
    }

    [Fact]
    public async Task It_leads_to_the_month_before_and_after_and_to_its_file()
    {
        await BreakAsync(October, 1, repaired: 0);
        var page = Open("/outcomes/report?month=2026-09");
        page.WaitForAssertion(() => Assert.Contains("Nothing broke in September 2026", page.Markup));
        Assert.Equal("/outcomes/report?month=2026-08", page.Find("a[rel=prev]").GetAttribute("href"));
        Assert.Equal("/outcomes/report?month=2026-10", page.Find("a[rel=next]").GetAttribute("href"));

        page = Open("/outcomes/report?month=2026-10");
        page.WaitForAssertion(() =>
            Assert.Contains("1 break in October 2026", Words(page.Find(".insight-sentence")))
        );
        Assert.Empty(page.FindAll("a[rel=next]"));
        Assert.Equal(
            "/outcomes/report/export.csv?month=2026-10&part=Curve",
            page.Find(".insight-note a[download]").GetAttribute("href")
        );
    }

    [Theory]
    [InlineData("2026-11")]
    [InlineData("2030-01")]
    [InlineData("soon")]
    public void A_month_that_is_not_over_is_reported_and_the_last_one_shown(string month)
    {
        var page = Open($"/outcomes/report?month={month}");
        page.WaitForAssertion(() => Assert.Contains("Nothing broke in October 2026", page.Markup));
        Assert.Equal($"Not used of the address: month={month}", Words(page.Find(".head-ignored")));
    }

    [Fact]
    public async Task A_month_begins_in_the_zone_of_the_teams_notices()
    {
        await using (var db = Database.CreateDbContext())
        {
            db.Add(new NoticeSettings { TimeZone = "America/New_York" });
            await db.SaveChangesAsync(Token);
        }
        // 31 October in New York.
        await BreakAsync(new DateTimeOffset(2026, 11, 1, 2, 0, 0, TimeSpan.Zero), 1, repaired: 0);
        var page = Open("/outcomes/report");
        page.WaitForAssertion(() =>
            Assert.Contains("1 break in October 2026", Words(page.Find(".insight-sentence")))
        );
        Assert.Contains("America/New_York", page.Markup);

        // The reader's calendar is another.
        var link = page.FindAll(".funnel a")[0].GetAttribute("href")!;
        var breaks = Render<BreaksPage>(address: link);
        breaks.WaitForAssertion(() => Assert.Single(breaks.FindAll("tbody tr")));
        Assert.Empty(breaks.FindAll(".head-ignored"));
        var outcomes = Render<OutcomesPage>(address: breaks.Find(".head a").GetAttribute("href")!);
        outcomes.WaitForAssertion(() =>
            Assert.StartsWith("1 break.", Words(outcomes.Find(".insight-sentence")), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Outcomes_leads_to_it_by_one_press()
    {
        var page = Render<OutcomesPage>(address: "/outcomes");
        Assert.Equal("Report", page.Find("a[href='/outcomes/report']").TextContent);
    }

    private IRenderedComponent<ReportPage> Open(string address) => Render<ReportPage>(address: address);

    private IRenderedComponent<T> Render<T>(string address)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        Navigation.NavigateTo(address);
        return Render<T>();
    }

    private async Task BreakAsync(DateTimeOffset at, int count, int repaired, string prefix = "c")
    {
        for (var i = 0; i < count; i++)
        {
            await Database.EventsAsync(BrokeAt(at, $"{prefix}{i}"));
            if (i < repaired)
                await Database.EventsAsync(FixedAt(at.AddHours(2), $"{prefix}{i}"));
        }
    }

    private static string Figure<T>(IRenderedComponent<T> page, string label)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll(".tile")
            .Single(tile => tile.TextContent.Contains(label))
            .QuerySelector(".tile-value")!
            .TextContent;

    private static string Words(AngleSharp.Dom.INode node) =>
        string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
