using Bunit;
using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Components.Parts;
using Dashboard.Components.Screens;
using Dashboard.Domain.Incidents;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Connections;

/// <summary>How an open list follows changes.</summary>
public sealed class LiveListTests : ListContext
{
    [Fact]
    public async Task A_row_changes_in_place_without_moving_others()
    {
        await SeedAsync();
        var page = Open();

        await HappenAsync(FixedAt(Now, "old"));

        page.WaitForAssertion(() =>
            Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal(["old", "young"], Ids(page));
        Assert.Contains("fresh", Row(page, "old").ClassName, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal("1", page.Find(".chip.on b").TextContent));
    }

    [Fact]
    public async Task A_new_break_is_appended_highlighted_and_announced()
    {
        await SeedAsync();
        var announcer = Render<LiveAnnouncer>(p => p.AddChildContent<ConnectionsPage>());

        await HappenAsync(BrokeAt(Now, "works"), BrokeAt(Now, "another"));

        announcer.WaitForAssertion(() =>
            Assert.Equal("2 connections broke", announcer.Find("#announcer").TextContent)
        );
        Assert.Equal(["another", "old", "works", "young"], Ids(announcer).Order());
        Assert.Equal("young", Ids(announcer)[1]);
        Assert.Contains("fresh bad", Row(announcer, "works").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_break_that_belongs_further_up_waits_for_a_click()
    {
        await SeedAsync();
        var page = Open();

        await HappenAsync(BrokeAt(Now.AddDays(-2), "late event"));
        page.WaitForAssertion(() => Assert.Equal("Show 1 newly broken", page.Find(".new-pill").TextContent));
        Assert.Equal(["old", "young"], Ids(page));

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(["late event", "old", "young"], Ids(page)));
        Assert.Empty(page.FindAll(".new-pill"));
    }

    [Fact]
    public async Task A_break_appended_out_of_sight_can_be_shown_on_top()
    {
        await HappenAsync([.. Enumerable.Range(0, 12).Select(i => BrokeAt(Now.AddHours(i - 20), $"c{i}"))]);
        var page = Open();

        await HappenAsync(BrokeAt(Now, "new"));
        page.WaitForAssertion(() => Assert.Equal("Show 1 newly broken", page.Find(".new-pill").TextContent));
        page.WaitForAssertion(() => Assert.Equal("new", Ids(page)[^1]));

        await page.Find(".new-pill").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Equal(["new", "c0"], Ids(page).Take(2)));
        Assert.Equal(13, Ids(page).Count);
        Assert.Contains("fresh bad", Row(page, "new").ClassName, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".new-pill"));
    }

    [Fact]
    public async Task A_burst_of_breaks_is_offered_as_many_and_read_from_the_top()
    {
        await SeedAsync();
        var page = Open();
        for (var burst = 1; burst <= 3; burst++)
        {
            await HappenAsync([
                .. Enumerable.Range(0, 90).Select(i => BrokeAt(Now.AddDays(-2), $"b{burst}-{i}")),
            ]);
            var words = $"Show {(burst == 3 ? "200+" : $"{90 * burst}")} newly broken";
            page.WaitForAssertion(() => Assert.Equal(words, page.Find(".new-pill").TextContent));
        }
        Assert.Equal(["old", "young"], Ids(page));

        await page.Find(".new-pill").ClickAsync(new());

        page.WaitForAssertion(() => Assert.Equal(["old", "b1-0"], Ids(page).Take(2)));
        Assert.Empty(page.FindAll(".new-pill"));
        Assert.Equal("-1", page.Find("[role=grid]").GetAttribute("aria-rowcount"));
    }

    [Fact]
    public async Task A_burst_at_the_end_of_a_list_is_not_appended_out_of_sight()
    {
        await SeedAsync();
        var page = Open();
        var list = page.FindComponent<ConnectionsPane>().Instance.List;
        for (var burst = 1; burst <= 3; burst++)
        {
            await HappenAsync([
                .. Enumerable
                    .Range(0, 150)
                    .Select(i => BrokeAt(Now.AddMinutes(10 * burst - 50).AddSeconds(i), $"b{burst}-{i:000}")),
            ]);
            var counted = await Services.GetRequiredService<ConnectionQueries>().CountsAsync(Token);
            page.WaitForAssertion(() =>
                Assert.Equal($"{counted.All.Disabled}", page.Find(".chip.on b").TextContent)
            );
        }

        page.WaitForAssertion(() => Assert.Equal(ConnectionList.MaxNew, list.NewCount));
        Assert.True(list.HasMore);
        Assert.InRange(list.Rows.Count, 150, ConnectionList.MaxNew + 20);
    }

    [Fact]
    public async Task A_new_break_that_was_repaired_meanwhile_is_not_offered()
    {
        await SeedAsync();
        var page = Open();
        await HappenAsync(BrokeAt(Now.AddDays(-2), "late event"));
        page.WaitForElement(".new-pill");

        await HappenAsync(FixedAt(Now, "late event"));

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".new-pill")));
    }

    [Fact]
    public async Task The_rail_counts_disabled_connections()
    {
        Services.AddSingleton(
            new NavEntry("Connections", "/connections", "broken-link") { IsCounted = true }
        );
        await SeedAsync();
        var rail = Render<NavRail>();
        Render<LiveIndicator>();

        rail.WaitForAssertion(() => Assert.Equal("2", rail.Find(".count").TextContent));
        await HappenAsync(FixedAt(Now, "old"));
        rail.WaitForAssertion(() => Assert.Equal("1", rail.Find(".count").TextContent));
    }

    [Fact]
    public async Task A_hidden_list_renders_nothing_and_catches_up_when_it_is_shown()
    {
        await SeedAsync();
        var hidden = Open();
        var window = Services.GetRequiredService<WindowVisibility>();
        window.Set(isHidden: true);
        var (rows, renders) = (Ids(hidden), hidden.RenderCount);

        var isPassedOn = new TaskCompletionSource();
        using var other = Services
            .GetRequiredService<ChangedRows>()
            .Subscribe(
                update =>
                {
                    if (update.Rows.ContainsKey("another"))
                        isPassedOn.TrySetResult();
                    return Task.CompletedTask;
                },
                () => Task.CompletedTask
            );

        await HappenAsync(BrokeAt(Now, "works"));
        await HappenAsync(FixedAt(Now, "old"), BrokeAt(Now, "another"));
        await isPassedOn.Task.WaitAsync(Token);
        Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(rows, await hidden.InvokeAsync(() => Ids(hidden)));
        Assert.Equal(renders, hidden.RenderCount);

        window.Set(isHidden: false);

        hidden.WaitForAssertion(() => Assert.Equal(4, Ids(hidden).Count));
        Assert.Contains("Healthy", Row(hidden, "old").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_screen_that_missed_changes_reads_again()
    {
        await SeedAsync();
        var page = Open();

        await Database.EventsAsync(FixedAt(Now, "old"), BrokeAt(Now, "works"));
        await RereadAsync();

        page.WaitForAssertion(() => Assert.Equal(["old", "young", "works"], Ids(page)));
        Assert.Contains("Healthy", Row(page, "old").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_incident_shows_on_its_rows_without_reading_them_again()
    {
        var page = await OpenBeforeIncidentAsync();

        await HappenAsync(BrokeAt(Now, "works"));

        page.WaitForAssertion(() =>
            Assert.Contains("Brokerage outage", Row(page, "old").TextContent, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("Read again", Row(page, "old").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_was_read_after_the_counts_keeps_its_incident()
    {
        var page = await OpenBeforeIncidentAsync();

        // Nothing was published, so the counts of the screen know of no incident.
        Navigation.NavigateTo("/connections?health=All");

        page.WaitForAssertion(() =>
            Assert.Contains("Read again", Row(page, "old").TextContent, StringComparison.Ordinal)
        );
        Assert.Contains("Brokerage outage", Row(page, "old").TextContent, StringComparison.Ordinal);
    }

    /// <summary>A list with a broken connection, for whose brokerage an incident is stored afterwards.</summary>
    private async Task<IRenderedComponent<ConnectionsPage>> OpenBeforeIncidentAsync()
    {
        var added = Some.Added() with { ConnectionId = "old", OccurredAt = Now.AddDays(-4) };
        await HappenAsync(added, BrokeAt(Now.AddDays(-3), "old"), FixedAt(Now.AddDays(-1), "works"));
        await using var db = Database.CreateDbContext();
        var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == added.UserId, Token);
        user.SetSecret("protected", Now);
        await db.SaveChangesAsync(Token);
        var page = Open();
        db.Add(
            new Incident
            {
                Id = "incident",
                BrokerageId = added.BrokerageId!,
                StartedAt = Now.AddDays(-3),
                DetectedAt = Now,
            }
        );
        user.SetContact("Read again", email: null, locale: null, Now);
        await db.SaveChangesAsync(Token);
        return page;
    }
}
