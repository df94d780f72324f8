using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Where the keyboard is after a dialog, a menu or a form has closed.</summary>
public sealed class FocusTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Fact]
    public async Task Escape_from_a_dialog_leads_back_to_what_opened_it()
    {
        var page = await OpenConnectionAsync();
        await EscapeAsync(page, Button(page, "Send e-mail"));
        await EscapeAsync(page, Button(page, "Copy link"));

        var menu = Button(page, "More actions");
        await page.ChooseAsync("More actions", "Delete at SnapTrade…");
        await CloseAsync(page);
        await Expect(menu).ToBeFocusedAsync();

        await page.OpenAsync("/connections");
        var row = page.Locator("tr[data-row]").First;
        await row.FocusAsync();
        await page.Keyboard.PressAsync("e");
        await CloseAsync(page);
        await Expect(row).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_choice_in_a_menu_leaves_the_keyboard_at_the_menu()
    {
        var page = await OpenConnectionAsync();
        var menu = Button(page, "More actions");
        await page.ChooseAsync("More actions", "Check now");
        await Expect(page.Locator(".mud-snackbar")).ToBeVisibleAsync();
        await Expect(menu).ToBeFocusedAsync();
        await AssertUncoveredAsync(page);
        await page.SetViewportSizeAsync(390, 844);
        await AssertUncoveredAsync(page);
    }

    [Fact]
    public async Task A_form_takes_the_keyboard_and_gives_it_back()
    {
        var page = await OpenConnectionAsync();
        // The demo's operators may have written one.
        var note = Button(page, " note");
        await note.ClickAsync();
        await Expect(page.Locator(".triage-note textarea")).ToBeFocusedAsync();
        await Button(page, "Cancel").ClickAsync();
        await Expect(note).ToBeFocusedAsync();

        await page.GotoAsync("/emails/suppressed");
        await Button(page, "Block an address").ClickAsync();
        await Expect(page.GetByLabel("Address", new() { Exact = true })).ToBeFocusedAsync();
        await Button(page, "Cancel").ClickAsync();
        await Expect(Button(page, "Block an address")).ToBeFocusedAsync();
    }

    private async Task<IPage> OpenConnectionAsync()
    {
        using var host = new HostApplication(server.Process);
        var items = (await host.GetAsync("connections?health=Disabled&limit=1")).GetProperty("items");
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync("admin");
        await page.GotoAsync($"/connections/{items[0].GetProperty("id").GetString()}");
        return page;
    }

    private static async Task EscapeAsync(IPage page, ILocator opener)
    {
        await opener.ClickAsync();
        await CloseAsync(page);
        await Expect(opener).ToBeFocusedAsync();
    }

    // Before a dialog has the keyboard, Escape goes to the page.
    private static async Task CloseAsync(IPage page)
    {
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    /// <summary>No toast lies over an action of the page's head.</summary>
    private static async Task AssertUncoveredAsync(IPage page)
    {
        foreach (var name in (string[])["Send e-mail", "Copy link"])
            await Button(page, name).ClickAsync(new() { Trial = true });
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name }).First;
}
