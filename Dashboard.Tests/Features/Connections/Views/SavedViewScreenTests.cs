using Bunit;
using Dashboard.Components.Palette;
using Dashboard.Features.Connections;
using Dashboard.Features.Connections.Views;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Dashboard.Tests.Features.Connections.Views;

/// <summary>Saving a view on the page of the list, and finding it in the rail and in the palette.</summary>
public sealed class SavedViewScreenTests : ViewsContext
{
    [Fact]
    public async Task A_list_is_saved_in_two_presses_and_stands_in_the_rail_with_its_count()
    {
        await AddTeamAsync();
        await SeedAsync();
        BeSam();
        var dialogs = RenderDialogs();
        var rail = Render<SavedViewLinks>();
        Assert.Empty(rail.FindAll("a"));
        Navigation.NavigateTo("/connections?days=1");
        var page = Open();

        page.Find(".save-view").Click();
        var name = dialogs.WaitForElement("input");
        Assert.Equal("Broken > 1 day", name.GetAttribute("value"));
        Assert.Empty(dialogs.FindAll("[type=checkbox]"));
        dialogs.Find("form").Submit();

        rail.WaitForAssertion(() => Assert.Equal("1", rail.Find("a .count").TextContent));
        var link = rail.Find("a");
        Assert.Equal("/connections?days=1", link.GetAttribute("href"));
        Assert.Equal("page", link.GetAttribute("aria-current"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".save-view")));
        Assert.Contains("Broken > 1 day", page.Find(".view-menu").TextContent, StringComparison.Ordinal);

        Navigation.NavigateTo("/connections?days=3");
        rail.WaitForAssertion(() => Assert.Null(rail.Find("a").GetAttribute("aria-current")));
    }

    [Fact]
    public async Task The_same_list_at_another_address_is_the_current_view()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Never called", "/connections?contacted=never");
        Navigation.NavigateTo("/connections?health=Disabled&contacted=never");

        var rail = Render<SavedViewLinks>();

        rail.WaitForAssertion(() => Assert.Equal("page", rail.Find("a").GetAttribute("aria-current")));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_said_and_can_be_replaced()
    {
        await AddTeamAsync();
        await SeedAsync();
        BeAna();
        await SaveAsync("Calls", isShared: true);
        var dialogs = RenderDialogs();
        Navigation.NavigateTo("/connections?days=1");
        var page = Open();
        page.Find(".save-view").Click();
        dialogs.WaitForElement("input").Change("calls");
        dialogs.Find("[type=checkbox]").Change(true);

        dialogs.Find("form").Submit();
        dialogs.WaitForAssertion(() =>
            Assert.Contains("The team has a view with this name.", dialogs.Markup, StringComparison.Ordinal)
        );
        Assert.Equal("Replace it", dialogs.Find("button[type=submit]").TextContent);
        dialogs.Find("form").Submit();

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll("form")));
        Assert.Equal("/connections?days=1", Assert.Single(await StoredAsync()).Address);
    }

    [Fact]
    public async Task Support_sees_who_can_change_a_view_of_the_team_and_may_keep_a_copy()
    {
        await AddTeamAsync();
        await SeedAsync();
        BeAna();
        await SaveAsync("Calls", "/connections?days=1", isShared: true);
        BeSam();
        var popovers = Popovers;
        using var reader = Board.Subscribe("sam", new(), () => { });
        await Board.ReadAsync(Token);
        Navigation.NavigateTo("/connections?days=1");
        var page = Open();

        page.Find(".view-menu button").Click();

        var item = popovers.WaitForElement("[role^=menuitem]");
        Assert.Equal("Save as my own", item.TextContent.Trim());
        Assert.Single(popovers.FindAll("[role^=menuitem]"));
        Assert.StartsWith(
            "Shared by Ana Lima.",
            popovers.Find(".menu-words").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_view_is_deleted_after_a_question()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Old", "/connections?days=1");
        using var reader = Board.Subscribe("sam", new(), () => { });
        await Board.ReadAsync(Token);
        var dialogs = RenderDialogs();
        var service = Services.GetRequiredService<IDialogService>();
        var parameters = new DialogParameters<DeleteViewDialog> { { d => d.View, Board.Of("sam")[0] } };
        await dialogs.InvokeAsync(() =>
        {
            _ = service.ShowAsync<DeleteViewDialog>("Delete view", parameters);
        });
        Assert.Contains(
            "Its connections stay as they are",
            dialogs.WaitForElement("p").TextContent,
            StringComparison.Ordinal
        );
        Assert.Single(await StoredAsync());

        dialogs.Find(".btn.danger").Click();

        dialogs.WaitForAssertion(() => Assert.Empty(dialogs.FindAll(".btn.danger")));
        Assert.Empty(await StoredAsync());
        Assert.Empty(Board.Of("sam"));
    }

    [Fact]
    public async Task The_palette_finds_views_by_words_of_their_names()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Robinhood, never called", "/connections?days=1");
        await SaveAsync("Questrade", "/connections?days=3");
        using var reader = Board.Subscribe("sam", new(), () => { });
        await Board.ReadAsync(Token);
        var palette = ActivatorUtilities.CreateInstance<SavedViewPalette>(Services);

        Assert.Equal(
            ["/connections?days=1"],
            (await palette.FindAsync("never rob", Token)).Select(item => item.Href)
        );
        Assert.Equal(2, (await palette.FindAsync("", Token)).Count);
        Assert.Empty(await palette.FindAsync("?", Token));
    }

    [Fact]
    public async Task A_list_that_cannot_be_counted_cheaply_says_so()
    {
        await AddTeamAsync();
        BeSam();
        await SaveAsync("Twice", "/connections?duplicates=true");
        await using (var db = Database.CreateDbContext())
        {
            db.HealthCounts.Add(
                new()
                {
                    BrokerageId = "big",
                    Health = Dashboard.Domain.Connections.Health.Disabled,
                    Total = ViewCounter.MaxTested + 1,
                }
            );
            await db.SaveChangesAsync(Token);
        }

        var rail = Render<SavedViewLinks>();

        rail.WaitForAssertion(() => Assert.Equal("–", rail.Find("a .count").TextContent));
        Assert.Contains("Not counted", rail.Find("a").GetAttribute("title"), StringComparison.Ordinal);
    }
}
