using Bunit;
using Dashboard.Data.Outcomes;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Dashboard.Features.Outcomes;
using Dashboard.Tests.Data.Outcomes;
using Dashboard.Tests.Domain.Outcomes;
using Dashboard.Tests.Support;
using Dashboard.Text;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Outcomes;

public sealed class OutcomesPageTests : ScreenContext
{
    private static readonly DateTimeOffset Broke = Now.AddDays(-2);

    public OutcomesPageTests()
    {
        Services.AddOutcomeFigures();
        Services.AddScoped<OutcomeQueries>();
        SignInAs(Role.Manager);
        Operator.SetPolicies(nameof(Permission.ExportLists));
        _ = Popovers;
    }

    [Fact]
    public async Task The_sentence_says_what_broke_how_fast_it_is_repaired_and_what_is_left()
    {
        await BreakAsync(12, repairedAfter: i => i < 8 ? TimeSpan.FromHours(i + 1) : null);
        await BreakAsync(10, repairedAfter: _ => TimeSpan.FromHours(20), daysBefore: 30, prefix: "before");

        var page = Open();

        page.WaitForAssertion(() =>
            Assert.Equal(
                "12 breaks. Half are repaired within 6 h, 14 h sooner than in the 30 days before. 4 are still broken, 4 of them never contacted. Most are lost between breaking and first contact.",
                Words(page.Find(".insight-sentence"))
            )
        );
        Assert.Contains("67 %", Tile(page, "Repaired in 24 hours"));
        Assert.Contains("14 h sooner", Tile(page, "Half repaired within"));
    }

    [Fact]
    public async Task A_brokerage_without_a_slug_is_chosen_by_its_id()
    {
        await Database.BrokerageAsync("no-slug", "", "Nameless");
        await Database.EventsAsync(
            Some.Added(0, "c", "u", "no-slug"),
            BrokeAt(Broke, "c") with
            {
                UserId = "u",
            },
            BrokeAt(Broke, "other")
        );
        var page = Open();
        page.WaitForElement(".insight-sentence");
        var link = page.FindAll("th a.link-plain").Single(a => a.TextContent.Contains("Nameless"));
        Assert.Equal("/outcomes?brokerage=no-slug", link.GetAttribute("href"));
    }

    [Fact]
    public void A_period_that_is_not_valid_is_not_named_by_a_list()
    {
        var view = OutcomesView.Read(null, "2026-11-20", "2026-11-10", null, null, null, null);
        Assert.NotNull(view.Problem);
        Assert.Equal(
            "Breaks, last 30 days",
            Dashboard.Features.Outcomes.OutcomeWords.Title(new BreaksView(view, CohortSelection.All))
        );
    }

    [Fact]
    public async Task A_period_before_with_few_breaks_is_not_compared_with()
    {
        await BreakAsync(12, repairedAfter: i => TimeSpan.FromHours(i + 1));
        await BreakAsync(9, repairedAfter: _ => TimeSpan.FromHours(20), daysBefore: 30, prefix: "before");

        var page = Open();

        page.WaitForAssertion(() =>
            Assert.Contains("Half are repaired within 6 h.", Words(page.Find(".insight-sentence")))
        );
        Assert.DoesNotContain("sooner", page.Markup);
        Assert.DoesNotContain("▲", page.Markup);
    }

    [Theory]
    [MemberData(nameof(WorkedExample.All), MemberType = typeof(WorkedExample))]
    public async Task The_figures_are_those_of_the_worked_examples(int number)
    {
        var (cohort, expected) = WorkedExample.Read(number);
        await Database.ExampleAsync(cohort, Now);

        var page = Open();

        var breaks = Counts.Of(expected.GetProperty("episodes").GetInt32(), "break");
        page.WaitForAssertion(() => Assert.StartsWith(breaks + ".", Words(page.Find(".insight-sentence"))));
        var median = WorkedExample.Seconds(expected, "medianSeconds");
        Assert.Contains(
            median is null ? "Not yet half" : SpanText.Of(median),
            Tile(page, "Half repaired within")
        );
        Assert.Contains(Percent("P1D"), Tile(page, "Repaired in 24 hours"));
        Assert.Contains(Percent("P7D"), Tile(page, "Repaired in 7 days"));
        Assert.Contains($"{expected.GetProperty("open")}", Tile(page, "Still broken"));
        if (cohort.Count >= RepairCurve.FewestEpisodes)
            Assert.Contains($"after 30 days {Percent("P30D")}", page.Find(".repair-chart desc").TextContent);

        string Percent(string name) =>
            Counts.Percent(expected.GetProperty("repairedWithin").GetProperty(name).GetDouble());
    }

    [Fact]
    public async Task A_chart_has_a_title_a_description_a_table_and_a_file()
    {
        await BreakAsync(12, repairedAfter: i => TimeSpan.FromHours(i + 1));
        var page = Open();

        var chart = page.WaitForElement("svg.repair-chart");
        Assert.Equal("img", chart.GetAttribute("role"));
        Assert.Contains("by time since the break", chart.QuerySelector("title")!.TextContent);
        Assert.Contains("After a day 100 %", chart.QuerySelector("desc")!.TextContent);
        var rows = page.FindAll(".chart-table tbody tr");
        Assert.Contains(rows, row => Words(row) is ['6', ' ', 'h', ..] && Words(row).Contains("50 %"));
        Assert.Contains("part=Curve", page.Find(".insight-note a[download]").GetAttribute("href")!);
    }

    [Fact]
    public async Task Few_breaks_are_listed_instead_of_a_curve()
    {
        await BreakAsync(2, repairedAfter: _ => null);
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("Too few to say", page.Markup));
        Assert.Equal(2, page.FindAll(".few li").Count);
        Assert.Empty(page.FindAll("svg.repair-chart"));
    }

    [Fact]
    public void Without_breaks_the_page_says_so()
    {
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("Nothing broke in this period", page.Markup));
    }

    [Fact]
    public async Task The_address_decides_the_period_and_the_filters_and_bad_values_are_reported()
    {
        await Database.BrokerageAsync("questrade-id", "QUESTRADE", "Questrade");
        await BreakAsync(1, repairedAfter: _ => null);
        var page = Open("/outcomes?days=8&brokerage=QUESTRADE&channel=Pigeon");

        page.WaitForAssertion(() => Assert.Contains("Nothing broke in this period", page.Markup));
        Assert.Equal("Not used of the address: days=8, channel=Pigeon", Words(page.Find(".head-ignored")));
        Assert.Equal("30 days", Words(page.Find("[aria-label=Period] [aria-current]")));
    }

    [Fact]
    public async Task A_large_period_is_computed_while_the_progress_is_shown()
    {
        await Database.ManyBreaksAsync(CohortReader.MaxAtOnce + 1, Now.AddDays(-1));
        var page = Open();
        page.WaitForAssertion(() => Assert.Contains("5,001 breaks", page.Markup));
    }

    [Fact]
    public async Task The_funnel_shows_each_step_and_what_was_repaired_without_a_link()
    {
        await BreakAsync(1, repairedAfter: _ => TimeSpan.FromHours(1));
        await HappenAsync(
            At(Broke.AddMinutes(5), EventTypes.PortalReturned, "c0", "user of c0") with
            {
                AttemptResult = "1066",
            }
        );
        var page = Open();
        var rows = page.WaitForElements(".funnel tbody tr");
        Assert.Equal(
            ["Broke 1", "Contacted 1 100 %", "Opened 1 100 %", "Started 1 100 %", "Came back 1 100 %"],
            rows.Take(5)
                .Select(row => string.Join(' ', row.Children.Take(4).Select(Words).Where(w => w.Length > 0)))
        );
        Assert.Contains(
            "Breaks with errors at the portal: wrong password 1.",
            Words(page.Find("section:has(.funnel) .insight-note"))
        );
    }

    private IRenderedComponent<OutcomesPage> Open(string address = "/outcomes")
    {
        Navigation.NavigateTo(address);
        return Render<OutcomesPage>();
    }

    private async Task BreakAsync(
        int count,
        Func<int, TimeSpan?> repairedAfter,
        int daysBefore = 0,
        string prefix = "c"
    )
    {
        var at = Broke.AddDays(-daysBefore);
        for (var i = 0; i < count; i++)
        {
            await Database.EventsAsync(BrokeAt(at, $"{prefix}{i}"));
            if (repairedAfter(i) is { } after)
                await Database.EventsAsync(FixedAt(at + after, $"{prefix}{i}"));
        }
    }

    private static string Tile(IRenderedComponent<OutcomesPage> page, string label) =>
        page.FindAll(".tile").Single(tile => tile.TextContent.Contains(label)).TextContent;

    private static string Words(AngleSharp.Dom.INode node) =>
        string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
