using System.Net.Http.Json;
using Dashboard.Domain.Deliveries;
using Dashboard.E2E.Support;
using Dashboard.Simulator;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Webhooks that are refused or stop are seen on every screen and told by e-mail, and so is the end of it.</summary>
public sealed class WebhookAlarmTests(Browsers browsers) : BrowserTest(browsers)
{
    private const string Refused = "Webhooks from SnapTrade are refused";
    private const string Silent = "No webhooks arrive from SnapTrade";
    private const string Again = "Webhooks from SnapTrade arrive again";

    // The alarm is judged every twenty seconds, and its notice is sent a moment later.
    private static readonly TimeSpan OneLook = TimeSpan.FromSeconds(60);
    private static readonly LocatorAssertionsToContainTextOptions WithinOneLook = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_wrong_key_raises_an_alarm_on_the_screen_and_by_mail_until_webhooks_arrive_again()
    {
        await using var server = await DashboardProcess.StartDemoAsync(("Reconciliation__Every", "00:00:00"));
        using var dashboard = server.CreateClient();
        var page = await OpenToldAsync(server);

        await page.GotoAsync("/settings");
        await Expect(page.Locator("[data-topic=Webhooks]")).ToContainTextAsync("Webhooks arrive");
        await page.ChooseAsync("Demo: make something happen", "Sign with a wrong key");
        await Expect(page.GetByText("For 3 minutes webhooks are signed with another key")).ToBeVisibleAsync();

        await Expect(page.Locator(".health-chip")).ToContainTextAsync("Webhooks refused", WithinOneLook);
        await page.GotoAsync("/settings/deliveries");
        await Expect(page.GetByText($"{Refused}.")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.Locator(".delivery-table tbody tr").First)
            .ToContainTextAsync("Signed with another key");
        await Eventually.BecomesTrueAsync(() => IsToldAsync(server, Refused), OneLook);
        Assert.False(await IsToldAsync(server, Again));

        await RightKeyAsync(dashboard);
        await PassTimeAsync(server);
        await DeliverAgainAsync(dashboard);

        await Expect(page.GetByText($"{Refused}.")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await Eventually.BecomesTrueAsync(() => IsToldAsync(server, Again), OneLook);
        await page.GotoAsync("/settings");
        await Expect(page.Locator("[data-topic=Webhooks]")).ToContainTextAsync("Webhooks arrive");
    }

    [Fact]
    public async Task Webhooks_that_stop_raise_an_alarm_on_the_screen_and_by_mail_until_they_arrive_again()
    {
        await using var server = await DashboardProcess.StartDemoAsync(
            ("Simulator__Enabled", "false"),
            ("Reconciliation__Every", "00:00:00"),
            ("Webhooks__SilenceAfter", "00:00:05")
        );
        using var snapTrade = new SignedWebhooks(
            server,
            SimulatorDefaults.ClientId,
            SimulatorDefaults.ConsumerKey
        );
        var page = await OpenToldAsync(server);
        await page.GotoAsync("/settings");
        await snapTrade.SendAsync("ACCOUNT_HOLDINGS_UPDATED", "silent-customer");
        await Expect(page.Locator("[data-topic=Webhooks]"))
            .ToContainTextAsync("Webhooks arrive", WithinOneLook);

        await BeUsedToManyAsync(server);

        await Expect(page.Locator(".health-chip")).ToContainTextAsync("No webhooks arrive", WithinOneLook);
        await page.GotoAsync("/settings/deliveries");
        await Expect(page.GetByText("No webhooks arrive.")).ToBeVisibleAsync();
        await Eventually.BecomesTrueAsync(() => IsToldAsync(server, Silent), OneLook);
        Assert.False(await IsToldAsync(server, Again));

        await snapTrade.SendAsync("ACCOUNT_HOLDINGS_UPDATED", "silent-customer");

        await Expect(page.GetByText("No webhooks arrive.")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await Eventually.BecomesTrueAsync(() => IsToldAsync(server, Again), OneLook);
    }

    /// <summary>Opens the dashboard as an admin who gets notices by e-mail.</summary>
    private async Task<IPage> OpenToldAsync(DashboardProcess server)
    {
        var page = await NewPageAsync(server.Origin);
        await page.SignInAsync("admin");
        await page.GotoAsync("/settings/notices");
        await page.GetByLabel("E-mail addresses").FillAsync("ops@acme.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send a test e-mail" }))
            .ToBeEnabledAsync();
        return page;
    }

    /// <summary>Makes the past busier: some seconds without webhooks are unusual then.</summary>
    private static async Task BeUsedToManyAsync(DashboardProcess server)
    {
        var hour = DeliveryCount.HourOf(TimeProvider.System.GetUtcNow());
        await using var db = new EmailSeed(server.DatabasePath).CreateDbContext();
        // The demo itself has the hour before.
        for (var past = hour.AddDays(-60); past < hour.AddHours(-1); past = past.AddHours(1))
            db.Add(
                new DeliveryCount
                {
                    Hour = past,
                    Outcome = DeliveryOutcomes.Accepted,
                    Count = 100_000,
                    LastAt = past.AddMinutes(59),
                }
            );
        await db.SaveChangesAsync();
    }

    private static async Task DeliverAgainAsync(HttpClient dashboard) =>
        (await dashboard.PostAsync(Control("webhooks/redeliver"), null)).EnsureSuccessStatusCode();

    private static async Task RightKeyAsync(HttpClient dashboard) =>
        (
            await dashboard.PostAsJsonAsync(Control("faults"), new { wrongKey = false })
        ).EnsureSuccessStatusCode();

    /// <summary>Makes what was refused older than the time for which it keeps the alarm.</summary>
    private static async Task PassTimeAsync(DashboardProcess server)
    {
        var then = TimeProvider.System.GetUtcNow().AddMinutes(-11);
        await using var db = new EmailSeed(server.DatabasePath).CreateDbContext();
        await db
            .RefusedDeliveries.Where(d => d.ReceivedAt > then)
            .ExecuteUpdateAsync(s => s.SetProperty(d => d.ReceivedAt, then));
    }

    private static async Task<bool> IsToldAsync(DashboardProcess server, string title)
    {
        if (!Directory.Exists(server.MailFolder))
            return false;
        foreach (var file in Directory.EnumerateFiles(server.MailFolder, "*.eml"))
        {
            if ((await File.ReadAllTextAsync(file)).Contains(title, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    private static Uri Control(string path) => new($"/simulator/control/{path}", UriKind.Relative);
}
