using Bunit;
using Dashboard.Components.Time;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.History;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.History;

/// <summary>Presets, days as headings, and the number of events.</summary>
public sealed class HistoryPeriodTests : ScreenContext
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public HistoryPeriodTests() => SignInAs(Role.Manager);

    [Theory]
    [InlineData("today", "2026-11-21T23:00")]
    [InlineData("24H", "2026-11-21T14:02:11")]
    [InlineData("7d", "2026-11-15T23:00")]
    [InlineData("30d", "2026-10-23T22:00")]
    public void A_preset_begins_on_the_operators_calendar(string word, string from)
    {
        var view = HistoryView.Read(name => name == "last" ? word : null);

        Assert.Equal(
            DateTimeOffset.Parse(from + "Z", System.Globalization.CultureInfo.InvariantCulture),
            view.ToFilter(Now, Berlin).From
        );
        Assert.Equal($"/history?last={word.ToLowerInvariant()}", view.ToUri());
    }

    [Fact]
    public void Days_that_are_set_count_before_a_preset_and_other_words_are_none()
    {
        var view = HistoryView.Read(name =>
            name switch
            {
                "last" => "7d",
                "from" => "2026-11-20",
                _ => null,
            }
        );
        Assert.Equal("/history?from=2026-11-20", view.ToUri());
        Assert.Null(HistoryView.Read(_ => "yesterday").Last);
    }

    [Fact]
    public async Task Days_of_the_reader_are_headings_and_a_row_leads_to_its_event()
    {
        await HappenAsync(
            BrokeAt(Now, "a"),
            BrokeAt(new DateTimeOffset(2026, 11, 21, 23, 30, 0, TimeSpan.Zero), "b"),
            BrokeAt(Now.AddDays(-2), "c"),
            BrokeAt(Now.AddDays(-400), "d")
        );
        var clock = Services.GetRequiredService<BrowserTimeProvider>();
        await clock.LoadZoneAsync("Europe/Berlin");
        var page = Open();

        Assert.Equal(
            ["Today", "Friday 20 November", "Saturday 18 October 2025"],
            page.FindAll(".day th").Select(th => th.TextContent)
        );
        Assert.Equal(["15:02:11", "00:30:00", "15:02:11", "16:02:11"], Times(page));
        Assert.Equal("/history/1", page.FindAll(".event-link")[0].GetAttribute("href"));
    }

    [Fact]
    public async Task Presets_are_links_and_the_number_of_events_is_said()
    {
        await HappenAsync(BrokeAt(Now, "a"), BrokeAt(Now.AddDays(-3), "b"), BrokeAt(Now.AddDays(-40), "c"));
        Navigation.NavigateTo("/history?last=7d&type=CONNECTION_BROKEN");
        var page = Open();

        page.WaitForAssertion(() => Assert.Equal("2 events", page.Find(".list-count").TextContent));
        var chips = page.FindAll("a.chip")
            .ToDictionary(a => a.TextContent.Trim(), a => a.GetAttribute("href"));
        Assert.Equal("/history?type=CONNECTION_BROKEN&last=30d", chips["30 days"]);
        Assert.Equal("/history?type=CONNECTION_BROKEN", chips["7 days"]);

        Navigation.NavigateTo("/history?last=30d&from=2026-01-01");
        page.WaitForAssertion(() => Assert.Equal("3 events", page.Find(".list-count").TextContent));
        Assert.Contains("last=30d", page.Find(".head-ignored").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brokerages_are_filters_by_name()
    {
        await Database.BrokerageAsync("b-1", "questrade", "Questrade");
        await HappenAsync(
            At(Now.AddDays(-1), EventTypes.ConnectionAdded, "a", "u1") with
            {
                BrokerageId = "b-1",
            },
            BrokeAt(Now, "b")
        );
        Navigation.NavigateTo("/history?brokerage=questrade");
        var page = Open();

        page.WaitForAssertion(() => Assert.Equal("1 event", page.Find(".list-count").TextContent));
        page.WaitForAssertion(() =>
            Assert.Contains("Questrade", page.Find(".head").TextContent, StringComparison.Ordinal)
        );
    }

    private IRenderedComponent<HistoryPage> Open()
    {
        var page = Render<HistoryPage>();
        page.WaitForElement(".history-table, .state");
        return page;
    }

    private static IEnumerable<string> Times(IRenderedComponent<HistoryPage> page) =>
        page.FindAll(".h-when time").Select(time => time.TextContent);
}
