using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests live mode as deployed: no simulator, webhooks from outside, SnapTrade unreachable.</summary>
public sealed class LiveModeTests(Browsers browsers) : BrowserTest(browsers)
{
    private const string ConsumerKey = "live-consumer-key-of-a-test";
    private const string Admin = "first@admin.example";
    private const string Password = "a long first password";

    [Fact]
    public async Task Signed_webhooks_drive_the_screens_and_a_link_survives_an_outage_of_SnapTrade()
    {
        await using var server = await StartAsync();
        using var host = new HostApplication(server);
        using var snapTrade = new SignedWebhooks(server, "LIVE", ConsumerKey);
        const string user = "live-user-1";
        const string connection = "4e143a75-6f12-4c11-a137-4e379b25b9d6";
        var page = await NewPageAsync(server.Origin);
        await page.SignInAsync(Admin, Password);
        // The empty list says what to do first.
        await Expect(page.GetByLabel("Webhook address"))
            .ToHaveValueAsync(server.Origin + "webhooks/snaptrade");
        await page.CheckScreenAsync("no connections yet");

        await snapTrade.SendAsync(
            "CONNECTION_ADDED",
            user,
            ("brokerageAuthorizationId", connection),
            ("brokerageId", "b-1")
        );
        await Expect(page.GetByText("Nothing is broken")).ToBeVisibleAsync();

        await snapTrade.SendAsync("CONNECTION_BROKEN", user, ("brokerageAuthorizationId", connection));
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = user }))
            .ToContainTextAsync("Disabled");

        await page.GotoAsync($"/connections/{connection}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("PUT /api/v1/users");
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Close" })
            .First.ClickAsync();
        await host.PutUserAsync(user, new { name = "Live Customer", userSecret = "a-secret-of-snaptrade" });
        var link = await page.CopyLinkAsync();

        var phone = await NewPageAsync(server.Origin, width: 390);
        await phone.GotoAsync(link);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading)).ToHaveTextAsync("We can’t reach SnapTrade right now");

        await snapTrade.SendAsync("CONNECTION_FIXED", user, ("brokerageAuthorizationId", connection));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Healthy");
        await phone.GotoAsync(link);
        await Expect(phone.GetByRole(AriaRole.Heading)).ToContainTextAsync("is connected");
        Assert.Equal("Healthy", await host.HealthOfAsync(connection));
        Assert.DoesNotContain("a-secret-of-snaptrade", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(link[(link.LastIndexOf('/') + 1)..], server.Output, StringComparison.Ordinal);
    }

    // The Development environment serves the assets of packages from the build output; everything else is as deployed.
    private static Task<DashboardProcess> StartAsync() =>
        DashboardProcess.StartLiveAsync(
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("SnapTrade__BaseUrl", "http://127.0.0.1:9"),
            ("SnapTrade__ClientId", "LIVE"),
            ("SnapTrade__ConsumerKey", ConsumerKey),
            ("Access__BootstrapAdmin__Email", Admin),
            ("Access__BootstrapAdmin__Password", Password)
        );
}
