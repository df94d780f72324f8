using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Lists that are kept as views, in two browsers, and the page of an event.</summary>
public sealed class SavedViewTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Fact]
    public async Task A_view_that_an_admin_shares_reaches_a_colleague_and_is_found_by_name()
    {
        var support = await OpenAsync("support");
        var admin = await OpenAsync("admin");
        await admin.GotoAsync("/connections?days=1&contacted=never");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Save view" }).ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        var name = dialog.GetByRole(AriaRole.Textbox, new() { Name = "Name" });
        // The whole suggestion is selected, so that typing replaces it.
        await Expect(name).ToBeFocusedAsync();
        await Expect(name).ToHaveValueAsync("Broken > 1 day, never contacted");
        await admin.Keyboard.TypeAsync("Call today");
        await dialog.GetByText("Share with the team").ClickAsync();
        await admin.CheckScreenAsync("save view");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        var own = View(admin, "Call today");
        await Expect(own).ToHaveAttributeAsync("aria-current", "page");
        await Expect(own.Locator(".count"))
            .ToHaveTextAsync(
                new System.Text.RegularExpressions.Regex("^\\d+$", default, TimeSpan.FromSeconds(1))
            );
        await admin.CheckScreenAsync("saved view");
        var theirs = View(support, "Call today");
        await Expect(theirs).ToBeVisibleAsync();
        await support.Keyboard.PressAsync("Control+k");
        await support.Keyboard.TypeAsync("call to");
        await Expect(support.Locator("#palette [role=option]").First).ToContainTextAsync("Call today");
        await support.Keyboard.PressAsync("Enter");
        await support.WaitForURLAsync("**/connections?days=1&contacted=never");
        await Expect(theirs).ToHaveAttributeAsync("aria-current", "page");

        await admin.GetByRole(AriaRole.Button, new() { Name = "The view" }).ClickAsync();
        await admin.GetByRole(AriaRole.Menuitem, new() { Name = "Delete" }).ClickAsync();
        await Expect(admin.GetByRole(AriaRole.Dialog)).ToContainTextAsync("The whole team loses it");
        await admin.GetByRole(AriaRole.Button, new() { Name = "Delete view" }).ClickAsync();
        await Expect(View(admin, "Call today")).ToHaveCountAsync(0);
        await Expect(theirs).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task An_event_opens_from_the_history_and_leads_to_its_neighbours(int width)
    {
        var page = await NewPageAsync(server.Process.Origin, width);
        await page.SignInAsync("manager");
        await page.GotoAsync("/history?last=30d&type=CONNECTION_FIXED");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "30 days" }))
            .ToHaveAttributeAsync("aria-current", "true");
        await page.CheckScreenAsync("history of 30 days");
        await page.Locator(".event-link").First.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Repaired");
        await Expect(page.GetByText("The connection became healthy again.")).ToBeVisibleAsync();
        await page.CheckScreenAsync("event");
        var shown = page.Url;
        await page.GetByRole(AriaRole.Region, new() { Name = "Around it, same connection" })
            .Locator(".timeline a")
            .First.ClickAsync();
        await page.WaitForURLAsync(url =>
            url != shown && url.Contains("/history/", StringComparison.Ordinal)
        );
        await Expect(page.GetByText("this event")).ToBeVisibleAsync();
    }

    private async Task<IPage> OpenAsync(string role)
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync(role);
        await page.GotoAsync("/connections");
        await Expect(page.Locator("tr[data-row]").First).ToBeVisibleAsync();
        return page;
    }

    private static ILocator View(IPage page, string name) =>
        page.GetByRole(AriaRole.List, new() { Name = "Saved views" })
            .GetByRole(AriaRole.Link, new() { Name = name });
}
