using Bunit;
using Dashboard.Domain.Audit;
using Dashboard.Features.Connections;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Connections.Selection;

/// <summary>Snoozing selected rows of the list.</summary>
public sealed class SnoozingTests : SelectionContext
{
    [Fact]
    public async Task Several_connections_are_snoozed_at_once_and_other_screens_show_it()
    {
        await SeedAsync(5);
        var other = Open();
        var page = Open();
        await SelectAsync(page, "c1");
        await SelectAsync(page, "c2");

        await MenuItem(page, "Tomorrow").ClickAsync(new());

        foreach (var screen in (IRenderedComponent<ConnectionsPage>[])[page, other])
            screen.WaitForAssertion(() =>
                Assert.Contains(
                    "Snoozed by Test person until tomorrow",
                    Row(screen, "c2").TextContent,
                    StringComparison.Ordinal
                )
            );
        Assert.Contains("snoozed", Row(other, "c1").ClassName, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection-bar")));
        await using var db = Database.CreateDbContext();
        Assert.Equal(2, db.AuditEntries.Count(a => a.Action == AuditActions.Snooze));
    }

    [Fact]
    public async Task The_screen_shows_the_end_of_a_snooze_without_a_click()
    {
        await SeedAsync(2);
        var page = Open();
        await SelectAsync(page, "c1");
        await MenuItem(page, "1 hour").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("Snoozed by", Row(page, "c1").TextContent, StringComparison.Ordinal)
        );

        Clock.Advance(TimeSpan.FromMinutes(61));

        page.WaitForAssertion(() =>
            Assert.DoesNotContain("Snoozed by", Row(page, "c1").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_hidden_connection_reappears_when_its_snooze_ends()
    {
        await SeedAsync(3);
        Navigation.NavigateTo("/connections?snoozed=Hidden");
        var page = Open();
        await SelectAsync(page, "c2");
        await MenuItem(page, "1 hour").ClickAsync(new());
        page.WaitForAssertion(() =>
            Assert.Contains("left", Row(page, "c2").ClassName, StringComparison.Ordinal)
        );
        var later = Open();
        Assert.Equal(["c0", "c1"], Ids(later));

        Clock.Advance(TimeSpan.FromMinutes(61));

        later.WaitForAssertion(() => Assert.Equal(["c0", "c1", "c2"], Ids(later)));
    }

    [Fact]
    public async Task A_time_in_the_past_is_refused()
    {
        await SeedAsync(1);
        var page = Open();
        await SelectAsync(page, "c0");

        await page.Find(".triage-until input").ChangeAsync(new() { Value = "2026-11-22T10:00" });
        await page.Find(".triage-until").SubmitAsync();

        Assert.Equal("Choose a future time within one year.", page.Find(".validation-message").TextContent);
        Assert.NotEmpty(page.FindAll(".selection-bar"));
    }
}
