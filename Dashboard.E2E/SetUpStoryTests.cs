using System.Net;
using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>
/// An empty server with a wrong key: the admin reads what is wrong on the screen, puts it right, and sees it turn green.
/// </summary>
public sealed class SetUpStoryTests(Browsers browsers) : BrowserTest(browsers)
{
    private const string RightKey = "the-key-that-SnapTrade-signs-with";
    private const string Admin = "first@admin.example";
    private const string Password = "a long first password";

    [Fact]
    public async Task A_wrong_key_is_read_on_the_screen_put_right_and_turns_green()
    {
        await using var server = await DashboardProcess.StartLiveAsync(
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("SnapTrade__ClientId", "LIVE"),
            ("SnapTrade__ConsumerKey", "a-key-with-a-typing-error"),
            ("Access__BootstrapAdmin__Email", Admin),
            ("Access__BootstrapAdmin__Password", Password)
        );
        using var snapTrade = new SignedWebhooks(server, "LIVE", RightKey);
        var page = await NewPageAsync(server.Origin);
        await page.SignInAsync(Admin, Password);

        // An empty screen leads to the set-up.
        await page.GetByRole(AriaRole.Link, new() { Name = "See the set-up" }).ClickAsync();
        await Expect(Step(page, "Webhooks")).ToContainTextAsync("Waiting for the first webhook");
        await Expect(Step(page, "SnapTrade")).ToContainTextAsync("can’t be reached");

        Assert.Equal(HttpStatusCode.Unauthorized, await BreakAsync(snapTrade));
        await Expect(Step(page, "Webhooks")).ToContainTextAsync("signed with another key");
        await Expect(page.Locator(".health-chip")).ToContainTextAsync("Webhooks refused");

        await Step(page, "Webhooks").GetByRole(AriaRole.Link, new() { Name = "See deliveries" }).ClickAsync();
        var row = page.Locator(".delivery-table tbody tr").First;
        await Expect(row).ToContainTextAsync("401");
        await Expect(row).ToContainTextAsync("Signed with another key");
        await Expect(row).ToContainTextAsync("SnapTrade__ConsumerKey");
        await row.GetByText("Payload").ClickAsync();
        await Expect(row.Locator("pre")).ToContainTextAsync("CONNECTION_BROKEN");
        await Expect(row.Locator("pre")).Not.ToContainTextAsync("deprecated");

        await server.StopAsync();
        server.Set("SnapTrade__ConsumerKey", RightKey);
        await server.RestartAsync();
        Assert.Equal(HttpStatusCode.OK, await BreakAsync(snapTrade));

        await page.GotoAsync("/settings");
        await Expect(Step(page, "Webhooks")).ToContainTextAsync("Webhooks arrive");
        await Expect(Step(page, "Webhooks").Locator(".tone-ok").First).ToBeVisibleAsync();
        await Step(page, "Webhooks").GetByRole(AriaRole.Button, new() { Name = "Send a test" }).ClickAsync();
        await Expect(Step(page, "Webhooks")).ToContainTextAsync("The test arrived from outside");
        // It answers, but no customer could open an address of this machine.
        await Expect(Step(page, "Address")).ToContainTextAsync("an address of this machine");
        await Step(page, "Email").GetByRole(AriaRole.Button, new() { Name = "Send me a test" }).ClickAsync();
        await Expect(Step(page, "Email")).ToContainTextAsync("Written to a file");
        await page.CheckScreenAsync("set-up");
        await page.GotoAsync("/settings/deliveries");
        await Expect(row).ToBeVisibleAsync();
        await page.CheckScreenAsync("deliveries");
        Assert.DoesNotContain(RightKey, server.Output, StringComparison.Ordinal);
    }

    private static ILocator Step(IPage page, string topic) => page.Locator($"[data-topic={topic}]");

    private static Task<HttpStatusCode> BreakAsync(SignedWebhooks snapTrade) =>
        snapTrade.TrySendAsync(
            "CONNECTION_BROKEN",
            "user-1",
            ("brokerageAuthorizationId", "4e143a75-6f12-4c11-a137-4e379b25b9d6")
        );
}
