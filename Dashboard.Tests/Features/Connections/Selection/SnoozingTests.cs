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

        await ChooseAsync(page, "Snooze", "Tomorrow");

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
        await ChooseAsync(page, "Snooze", "1 hour");
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
        await ChooseAsync(page, "Snooze", "1 hour");
        page.WaitForAssertion(() =>
            Assert.Contains("left", Row(page, "c2").ClassName, StringComparison.Ordinal)
        );
        var later = Open();
        Assert.Equal(["c0", "c1"], Ids(later));

        Clock.Advance(TimeSpan.FromMinutes(61));

        later.WaitForAssertion(() => Assert.Equal(["c0", "c1", "c2"], Ids(later)));
    }

    [Fact]
    public async Task A_chosen_day_and_time_is_taken_but_not_one_in_the_past()
    {
        await SeedAsync(1);
        var dialogs = RenderDialogs();
        var page = Open();
        await SelectAsync(page, "c0");

        var asking = ChooseAsync(page, "Snooze", "Until a day and time");
        await dialogs.WaitForElement("input").ChangeAsync(new() { Value = "22/11/2026" });
        await dialogs.Find(".snooze-form").SubmitAsync();
        Assert.Equal(
            "Choose a future time within one year.",
            dialogs.Find(".validation-message").TextContent
        );

        await dialogs.Find("input").ChangeAsync(new() { Value = "24/11/2026" });
        await dialogs.FindAll("input")[1].ChangeAsync(new() { Value = "17:30" });
        await dialogs.Find(".snooze-form").SubmitAsync();
        await asking;

        page.WaitForAssertion(() =>
            Assert.Contains("until Tuesday 17:30", Row(page, "c0").TextContent, StringComparison.Ordinal)
        );
    }
}
