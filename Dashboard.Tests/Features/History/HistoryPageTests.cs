using Bunit;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Features.History;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.History;

public sealed class HistoryPageTests : ScreenContext
{
    public HistoryPageTests() => SignInAs(Role.Manager);

    [Fact]
    public async Task Events_are_shown_newest_first_with_links_to_connections()
    {
        await SeedAsync();
        var page = Open();

        Assert.Equal(["Repaired", "Connection broke", "Connection broke"], Titles(page));
        Assert.Equal("/connections/a", page.Find(".h-connection a").GetAttribute("href"));
    }

    [Fact]
    public async Task The_address_decides_what_is_shown()
    {
        await SeedAsync();
        Navigation.NavigateTo("/history?type=CONNECTION_FIXED");
        var page = Open();
        Assert.Equal(["Repaired"], Titles(page));

        Navigation.NavigateTo("/history?connection=b");
        page.WaitForAssertion(() => Assert.Equal(["Connection broke"], Titles(page)));

        Navigation.NavigateTo("/history?from=2026-11-22&to=2026-11-22&source=Webhook");
        page.WaitForAssertion(() => Assert.Equal(["Repaired"], Titles(page)));

        Navigation.NavigateTo("/history?source=Operator");
        page.WaitForAssertion(() =>
            Assert.Equal("No events match these filters", page.Find(".state-title").TextContent)
        );
    }

    [Fact]
    public async Task An_id_in_the_search_field_becomes_a_filter()
    {
        await SeedAsync();
        var page = Open();

        Type(page, " b ");
        page.WaitForAssertion(() => Assert.Equal("/history?connection=b", Address));

        Type(page, "user of b");
        page.WaitForAssertion(() => Assert.Equal("/history?user=user%20of%20b&connection=b", Address));
        Assert.Equal("", page.Find("[data-page-search]").GetAttribute("value"));
    }

    [Fact]
    public async Task Part_of_a_name_finds_what_happened_to_that_user()
    {
        await SeedAsync();
        var page = Open();

        Type(page, "OF B");

        page.WaitForAssertion(() => Assert.Equal("/history?q=OF%20B", Address));
        page.WaitForAssertion(() => Assert.Equal(["Connection broke"], Titles(page)));
        Assert.Equal("OF B", page.Find("[data-page-search]").GetAttribute("value"));
    }

    [Fact]
    public async Task Days_in_the_wrong_order_are_reported()
    {
        await SeedAsync();
        Navigation.NavigateTo("/history?from=2026-11-22&to=2026-11-20");
        var page = Open();

        Assert.Equal("The first day is after the last.", page.Find("[role=alert]").TextContent);
    }

    [Fact]
    public async Task New_events_are_shown_on_demand()
    {
        await SeedAsync();
        var page = Open();

        await HappenAsync(BrokeAt(Now, "c"), BrokeAt(Now, "d"));
        page.WaitForAssertion(() => Assert.Equal("2 new events", page.Find(".new-pill").TextContent));
        Assert.Equal(3, Titles(page).Count);

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(5, Titles(page).Count));
        Assert.Empty(page.FindAll(".new-pill"));
    }

    [Fact]
    public async Task The_head_turns_the_list_round_and_new_events_lead_back()
    {
        await SeedAsync();
        Navigation.NavigateTo("/history?source=Webhook");
        var page = Open();
        var newest = Titles(page);
        Assert.Equal("descending", page.Find("th.h-when").GetAttribute("aria-sort"));
        Assert.Equal("/history?source=Webhook&sort=oldest", page.Find(".sort").GetAttribute("href"));

        Navigation.NavigateTo("/history?source=Webhook&sort=oldest");
        page.WaitForAssertion(() => Assert.Equal(newest.AsEnumerable().Reverse(), Titles(page)));
        Assert.Equal("ascending", page.Find("th.h-when").GetAttribute("aria-sort"));
        Assert.Equal("/history?source=Webhook", page.Find(".sort").GetAttribute("href"));
        var days = page.FindAll("tr.day").Select(day => day.TextContent.Trim()).ToList();
        await HappenAsync(BrokeAt(Now, "c"));
        page.WaitForAssertion(() =>
            Assert.Equal("/history?source=Webhook", page.Find("a.new-pill").GetAttribute("href"))
        );

        Navigation.NavigateTo("/history?source=Webhook");
        page.WaitForAssertion(() => Assert.Equal(newest.Count + 1, Titles(page).Count));
        Assert.Equal(
            days.AsEnumerable().Reverse(),
            page.FindAll("tr.day").Select(d => d.TextContent.Trim()).TakeLast(days.Count)
        );
        Navigation.NavigateTo("/history?sort=oldest&q=zoe");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".sort")));
    }

    [Fact]
    public async Task New_events_that_the_filters_hide_are_not_counted()
    {
        await SeedAsync();
        Navigation.NavigateTo("/history?type=CONNECTION_FIXED");
        var page = Open();

        await HappenAsync(BrokeAt(Now, "c"), FixedAt(Now.AddSeconds(1), "c"));

        page.WaitForAssertion(() => Assert.Equal("1 new event", page.Find(".new-pill").TextContent));
    }

    [Fact]
    public async Task An_event_that_came_once_for_each_OAuth_app_is_shown_and_counted_once()
    {
        await HappenAsync(
            At(Now, EventTypes.UserRegistered, connectionId: null, "u"),
            At(Now, EventTypes.UserRegistered, connectionId: null, "u"),
            BrokeAt(Now, "a"),
            BrokeAt(Now, "a"),
            At(Now, EventTypes.NewAccountAvailable, "a", "user of a"),
            At(Now, EventTypes.NewAccountAvailable, "a", "user of a")
        );
        var page = Open();
        Assert.Equal(
            [
                "A new account was found",
                "A new account was found",
                "Connection broke",
                "The user was registered",
            ],
            Titles(page)
        );

        // This copy comes last and has the lowest key, so that it becomes the one that changed the health.
        await HappenAsync(BrokeAt(Now, "a") with { Key = "!" }, BrokeAt(Now, "b"), BrokeAt(Now, "b"));

        page.WaitForAssertion(() => Assert.Equal("1 new event", page.Find(".new-pill").TextContent));
    }

    [Theory]
    [InlineData("a", "z")]
    [InlineData("z", "a")]
    public async Task Of_the_copies_the_one_that_changed_the_health_is_shown(string first, string second)
    {
        await HappenAsync(BrokeAt(Now, "c") with { Key = first }, BrokeAt(Now, "c") with { Key = second });

        Assert.Equal(["Connection broke"], Titles(Open()));
    }

    [Fact]
    public async Task Pages_without_copies_continue_where_the_one_before_ended()
    {
        await HappenAsync([
            .. Enumerable
                .Range(0, 5)
                .SelectMany(i => Enumerable.Repeat(Now.AddMinutes(-i / 2), 3).Select(at => (at, i)))
                .Select(e => BrokeAt(e.at, $"c{e.i}")),
        ]);
        var queries = Services.GetRequiredService<HistoryQueries>();
        var filter = HistoryView.Default.ToFilter(Now, TimeZoneInfo.Utc);
        List<string?> read = [];
        EventPosition? after = null;
        do
        {
            var page = await queries.PageAsync(filter, after, 2, Token);
            read.AddRange(page.Rows.Select(row => row.ConnectionId));
            after = page.Next;
        } while (after is not null);

        Assert.Equal(["c1", "c0", "c3", "c2", "c4"], read);
    }

    [Fact]
    public async Task A_repair_stands_above_the_login_that_led_to_it()
    {
        await HappenAsync(
            BrokeAt(Now.AddMinutes(-9), "a"),
            FixedAt(Now, "a"),
            At(Now, EventTypes.ConnectionAttempted, "a", "user of a") with
            {
                AttemptResult = EventTypes.AttemptSuccess,
            }
        );

        Assert.Equal(["Repaired", "Logged in at the portal", "Connection broke"], Titles(Open()));
    }

    [Fact]
    public async Task Earlier_events_are_read_on_demand()
    {
        await HappenAsync([
            .. Enumerable
                .Range(0, 55)
                .Select(i => At(Now.AddMinutes(-i), EventTypes.NewAccountAvailable, "c", "u")),
        ]);
        var page = Open();
        Assert.Equal(50, Titles(page).Count);

        await page.Find(".more button").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(55, Titles(page).Count));
    }

    [Fact]
    public async Task Show_earlier_events_pressed_twice_lists_each_event_once()
    {
        var reads = new HeldReads(Database);
        Services.AddSingleton<IDbContextFactory<DashboardDbContext>>(reads);
        await HappenAsync([
            .. Enumerable
                .Range(0, 110)
                .Select(i => At(Now.AddMinutes(-i), EventTypes.NewAccountAvailable, "c", "u")),
        ]);
        var page = Open();

        reads.Hold();
        var first = page.Find(".more button").ClickAsync(new());
        var second = page.Find(".more button").ClickAsync(new());
        await Eventually.TrueAsync(() => reads.Waiting > 0, "a read waited");
        reads.Release();
        await Task.WhenAll(first, second);

        page.WaitForAssertion(() => Assert.Equal(100, Titles(page).Count));
        Assert.Equal(1, reads.Waiting);
    }

    [Fact]
    public async Task A_payload_is_read_when_its_fold_is_opened()
    {
        await SeedAsync();
        var page = Open();
        Assert.Empty(page.FindAll("pre"));

        await page.Find(".payload").TriggerEventAsync("ontoggle", EventArgs.Empty);

        page.WaitForAssertion(() => Assert.Equal("{}", page.Find("pre").TextContent));
    }

    [Fact]
    public void A_day_begins_in_the_operators_time_zone()
    {
        var toronto = TimeZoneInfo.FindSystemTimeZoneById("America/Toronto");
        var day = new DateOnly(2026, 11, 20);
        var filter = (HistoryView.Default with { From = day, To = day }).ToFilter(Now, toronto);

        Assert.Equal(new DateTimeOffset(2026, 11, 20, 5, 0, 0, TimeSpan.Zero), filter.From);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 5, 0, 0, TimeSpan.Zero), filter.To);
    }

    private Task SeedAsync() =>
        HappenAsync(
            BrokeAt(Now.AddDays(-2), "a"),
            BrokeAt(Now.AddDays(-1), "b"),
            FixedAt(Now.AddMinutes(-1), "a")
        );

    private IRenderedComponent<HistoryPage> Open()
    {
        var page = Render<HistoryPage>();
        page.WaitForElement(".history-table, .state");
        return page;
    }

    private void Type(IRenderedComponent<HistoryPage> page, string words)
    {
        page.Find("[data-page-search]").Input(words);
        Clock.Advance(TimeSpan.FromMilliseconds(300));
    }

    private static List<string> Titles(IRenderedComponent<HistoryPage> page) =>
        [.. page.FindAll(".event-text > div:first-child").Select(title => title.TextContent.Trim())];
}
