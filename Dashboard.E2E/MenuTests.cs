using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Menus and calendars: where they open, what the keys do in them, and where the keyboard is afterwards.</summary>
public sealed class MenuTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Fact]
    public async Task Menus_stay_in_the_window()
    {
        var page = await OpenAsync("/connections");
        await page.SetViewportSizeAsync(1440, 520);
        await page.Locator("tr[data-row] .row-check").First.ClickAsync();
        await AssertInsideAsync(page, Button(page, "Snooze"));
        await AssertInsideAsync(page, Button(page, "Filter"));
        await AssertInsideAsync(page, Button(page, "Export"));
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".selection-bar")).ToHaveCountAsync(0);

        var buttons = page.Locator("tr[data-row] .row-more");
        var bottom = 0;
        while (await buttons.Nth(bottom).BoundingBoxAsync() is { } box && box.Y + box.Height < 500)
            bottom++;
        await AssertInsideAsync(page, buttons.Nth(bottom - 1));

        await page.SetViewportSizeAsync(390, 844);
        await AssertInsideAsync(page, page.Locator(".me button"));
        await AssertInsideAsync(page, Button(page, "Filter"));
    }

    [Fact]
    public async Task A_menu_is_used_by_keys_alone_and_gives_the_keyboard_back()
    {
        var page = await OpenAsync("/connections");
        var filter = Button(page, "Filter");
        await filter.PressAsync("Enter");
        var items = page.GetByRole(AriaRole.Menuitem);
        await Expect(items.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(items.Last).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(items.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await Expect(items.Filter(new() { HasText = "Never contacted" })).ToBeFocusedAsync();
        await page.CheckScreenAsync("filter menu");
        await page.Keyboard.PressAsync("Escape");
        await Expect(items).ToHaveCountAsync(0);
        await Expect(filter).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await Expect(items.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("n");
        await page.Keyboard.PressAsync("Space");
        await Expect(page).ToHaveURLAsync("/connections?contacted=never");
        await Expect(filter).ToBeFocusedAsync();
    }

    [Fact]
    public async Task The_first_use_of_a_menu_leaves_the_keyboard_on_its_button_until_the_menu_is_there()
    {
        var page = await OpenAsync("/connections");
        var filter = Button(page, "Filter");
        await filter.FocusAsync();
        await page.EvaluateAsync(
            """
            () => {
                window.focused = [];
                addEventListener("focusin", event => focused.push(event.target.textContent.trim()));
            }
            """
        );

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();

        // The button was rendered again, with all that a menu needs.
        Assert.Equal("Filter", await page.EvaluateAsync<string>("() => focused[0]"));
    }

    [Fact]
    public async Task The_rows_share_one_menu_that_leads_back_to_its_row()
    {
        var page = await OpenAsync("/connections");
        var row = page.Locator("tr[data-row]").Nth(2);
        var more = row.Locator(".row-more");
        await more.ClickAsync();
        var items = page.GetByRole(AriaRole.Menuitem);
        await Expect(items.First).ToBeFocusedAsync();
        await Expect(items.First)
            .ToHaveAttributeAsync("href", (await row.Locator("[data-open]").GetAttributeAsync("href"))!);
        await page.CheckScreenAsync("row menu", isZoomed: false);
        await page.Keyboard.PressAsync("Escape");
        await Expect(more).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await items.Filter(new() { HasText = "Send e-mail" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await Expect(items).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("Escape");
        await Expect(more).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Days_are_shown_and_typed_as_the_browsers_language_has_them()
    {
        var page = await OpenAsync("/history", language: "de-DE");
        var from = page.GetByLabel("Start date");
        await from.FillAsync("1.11.26");
        await from.PressAsync("Tab");
        await Expect(page).ToHaveURLAsync("/history?from=2026-11-01");
        await Expect(from).ToHaveValueAsync("01.11.2026");

        var calendar = page.GetByRole(AriaRole.Button, new() { Name = "Choose the days in a calendar" });
        await calendar.PressAsync("Enter");
        await Expect(page.Locator(".mud-picker-calendar").First).ToBeVisibleAsync();
        await page.CheckScreenAsync("calendar", isZoomed: false);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".mud-picker-calendar")).ToHaveCountAsync(0);

        await from.FillAsync("soon");
        await from.PressAsync("Tab");
        await Expect(
                page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Write a day as in 22.11.2026" })
            )
            .ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync("/history?from=2026-11-01");
    }

    private async Task<IPage> OpenAsync(string path, string language = "en-GB")
    {
        var page = await NewPageAsync(server.Process.Origin, language: language);
        await page.SignInAsync("admin");
        await page.OpenAsync(path);
        if (path == "/connections")
            await Expect(page.Locator("tr[data-row]").Nth(2)).ToBeVisibleAsync();
        return page;
    }

    private static async Task AssertInsideAsync(IPage page, ILocator button)
    {
        await button.ClickAsync();
        var menu = page.Locator(".mud-popover-open:has([role=menu])");
        await Expect(menu.Locator("[role^=menuitem]").First).ToBeFocusedAsync();
        var isInside = await menu.EvaluateAsync<bool>(
            """
            menu => {
                const box = menu.getBoundingClientRect();
                return box.top >= 0 && box.left >= 0 && box.bottom <= innerHeight && box.right <= innerWidth;
            }
            """
        );
        Assert.True(isInside, $"The menu of {button} leaves the window.");
        await page.Keyboard.PressAsync("Escape");
        await Expect(menu).ToHaveCountAsync(0);
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });
}
