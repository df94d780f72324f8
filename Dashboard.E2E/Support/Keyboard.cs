using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E.Support;

/// <summary>Work without a mouse.</summary>
internal static class Keyboard
{
    private const int MaxTabs = 120;

    /// <summary>Opens an address and waits for the page: keys that are pressed before it is there are nobody's.</summary>
    public static async Task OpenAsync(this IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.HasTitleAsync();
    }

    public static Task HasTitleAsync(this IPage page) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();

    /// <summary>Opens a screen, a list or an action by its name in the command palette.</summary>
    public static async Task GoToNamedAsync(this IPage page, string text, string line)
    {
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync(text);
        // Lines of the words before the last may stand there.
        await Expect(page.Locator("#palette")).ToHaveAttributeAsync("data-for", text);
        var option = page.Locator("#palette [role=option]").Filter(new() { HasText = line }).First;
        await Expect(option).ToBeVisibleAsync();
        while (await option.GetAttributeAsync("aria-selected") != "true")
            await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Moves the focus with Tab until it is on a control.</summary>
    public static async Task TabToAsync(this IPage page, ILocator control)
    {
        await Expect(control).ToBeVisibleAsync();
        for (var tabs = 0; tabs < MaxTabs; tabs++)
        {
            if (await control.EvaluateAsync<bool>("control => control === document.activeElement"))
                return;
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"Tab does not reach {control}.");
    }

    /// <summary>Tabs to a button and presses it.</summary>
    public static async Task PressButtonAsync(this IPage page, string name)
    {
        await page.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }));
        await page.Keyboard.PressAsync("Enter");
    }

    /// <summary>Closes the dialog with Escape, once the focus is inside.</summary>
    public static async Task CloseDialogAsync(this IPage page)
    {
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }
}
