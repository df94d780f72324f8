using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests the screens of e-mails, incidents and notices.</summary>
public sealed class EmailScreensTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Every_screen_is_accessible_and_fits_its_window(int width)
    {
        var page = await NewPageAsync(server.Process.Origin, width);
        await page.SignInAsync("admin");
        await CheckOutboxAsync(page);
        await page.GotoAsync("/emails/policy");
        await Expect(page.GetByText("Most per person", new() { Exact = true })).ToBeVisibleAsync();
        await page.CheckScreenAsync("e-mail policy");
        await page.GotoAsync("/emails/wording");
        await Expect(page.Locator("iframe")).ToBeVisibleAsync();
        await page.CheckScreenAsync("wording");
        await page.GotoAsync("/emails/suppressed");
        await Expect(page.GetByText("No blocked addresses").Or(page.GetByText("@example.com")).First)
            .ToBeVisibleAsync();
        await page.CheckScreenAsync("suppressed addresses");
        await page.GotoAsync("/incidents");
        await Expect(page.GetByText("No open incidents")).ToBeVisibleAsync();
        await page.CheckScreenAsync("incidents");
        await page.GotoAsync("/settings/notices");
        await Expect(page.GetByLabel("E-mail addresses")).ToBeVisibleAsync();
        await page.CheckScreenAsync("notices");
        await CheckSendDialogAsync(page);
        await page.GotoAsync("/email/opt-out/unknown");
        await page.CheckScreenAsync("unknown opt-out link");
    }

    private static async Task CheckOutboxAsync(IPage page)
    {
        await page.GotoAsync("/emails");
        await page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).First.WaitForAsync();
        await page.CheckScreenAsync("outbox");
        await page.GetByRole(AriaRole.Row).Nth(1).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(page.Locator("iframe")).ToBeVisibleAsync();
        await page.CheckScreenAsync("e-mail");
        await page.GotoAsync("/emails/batches");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await page.CheckScreenAsync("batches");
    }

    private static async Task CheckSendDialogAsync(IPage page)
    {
        await page.GotoAsync("/connections");
        await page.Locator("tr[data-row] input[type=checkbox]").First.ClickAsync();
        await page.GetByRole(AriaRole.Region, new() { Name = "Selection" })
            .GetByRole(AriaRole.Button, new() { Name = "Send e-mail" })
            .ClickAsync();
        await Expect(
                page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Close" }).First
            )
            .ToBeVisibleAsync();
        await page.CheckScreenAsync("send e-mail");
    }
}
