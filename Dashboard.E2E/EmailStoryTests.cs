using System.Text.RegularExpressions;
using Dashboard.E2E.Support;
using Dashboard.Tests.Support;
using Microsoft.Playwright;
using MimeKit;
using static Microsoft.Playwright.Assertions;
using Eventually = Dashboard.E2E.Support.Eventually;

namespace Dashboard.E2E;

/// <summary>Tests e-mails from the break to the repair with a real mail server, an admin's browser and a customer's.</summary>
public sealed partial class EmailStoryTests(Browsers browsers) : BrowserTest(browsers)
{
    // The policy runs every 30 seconds.
    private static readonly TimeSpan OnePass = TimeSpan.FromSeconds(75);

    [Fact]
    public async Task A_policy_stops_after_the_customer_repairs_at_the_second_attempt()
    {
        await using var mail = await MailServer.StartAsync();
        await using var server = await StartAsync(mail);
        using var host = new HostApplication(server);
        using var snapTrade = server.CreateClient();
        var connection = await host.FindHealthyAsync();
        var admin = await NewPageAsync(server.Origin);
        await admin.SignInAsync("admin");
        await SwitchPolicyOnAsync(admin);
        var detail = await admin.Context.NewPageAsync();
        await detail.GotoAsync($"/connections/{connection.Id}");
        await Expect(Title(detail)).ToContainTextAsync("Healthy");

        await snapTrade.BreakAsync(connection.Id);
        await Expect(Title(detail)).ToContainTextAsync("Disabled");
        await Eventually.BecomesTrueAsync(() => Task.FromResult(mail.Taken().Count == 1), OnePass);
        var message = mail.Taken().Single();
        Assert.Contains(connection.Brokerage, message.HtmlBody, StringComparison.Ordinal);
        await Expect(Timeline(detail, "E-mail")).ToBeVisibleAsync();

        // The recipient uses another browser, and a scanner of the mail server opened the link first.
        var link = LinkIn(message);
        using (var scanner = server.CreateClient())
        {
            scanner.DefaultRequestHeaders.UserAgent.ParseAdd("SafeLinks-Scanner/1.0");
            await scanner.GetAsync(link, TestContext.Current.CancellationToken);
        }
        await Expect(Timeline(detail, "scanner")).ToBeVisibleAsync();
        var phone = await NewPageAsync(server.Origin, width: 390);
        await phone.GotoAsync(link);
        await Expect(Timeline(detail, "Opened the reconnect link")).ToBeVisibleAsync();
        await ChooseAtPortalAsync(
            phone,
            $"Continue to {connection.Brokerage}",
            "Log in with a different account"
        );
        await Expect(Timeline(detail, "Tried to reconnect with a different account")).ToBeVisibleAsync();
        await ChooseAtPortalAsync(phone, "Try again", "Log in with the same account");
        await Expect(Title(detail)).ToContainTextAsync("Healthy");
        await Expect(Timeline(detail, "Repaired")).ToBeVisibleAsync();

        await admin.GotoAsync("/emails");
        var row = admin.GetByRole(AriaRole.Row).Filter(new() { HasText = connection.UserName }).First;
        await Expect(row).ToContainTextAsync("repaired");

        // A customer whose connection breaks later gets an e-mail, and the repaired customer does not.
        var other = await host.FindHealthyAsync(besides: connection.UserId);
        await snapTrade.BreakAsync(other.Id);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(mail.Taken().Count > 1), OnePass);
        Assert.Single(
            mail.Taken(),
            m => m.To.ToString().Equals(message.To.ToString(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_admin_picks_customers_sees_what_they_will_read_and_follows_the_batch_to_its_end()
    {
        await using var mail = await MailServer.StartAsync();
        await using var server = await StartAsync(mail);
        var admin = await NewPageAsync(server.Origin);
        await admin.SignInAsync("admin");
        var boxes = admin.Locator("tr[data-row] input[type=checkbox]");
        await boxes.Nth(0).ClickAsync();
        await boxes.Nth(3).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(admin.GetByText("4 selected").First).ToBeVisibleAsync();
        var all = admin.GetByRole(AriaRole.Button, new() { NameRegex = SelectAll() });
        if (await all.CountAsync() > 0)
            await all.ClickAsync();
        await admin
            .GetByRole(AriaRole.Region, new() { Name = "Selection" })
            .GetByRole(AriaRole.Button, new() { Name = "Send e-mail" })
            .ClickAsync();
        var dialog = admin.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("iframe")).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { NameRegex = SendSome() }).ClickAsync();
        await dialog.GetByRole(AriaRole.Link, new() { NameRegex = Batch() }).ClickAsync();
        await admin.WaitForURLAsync(url => url.Contains("/emails/batches/", StringComparison.Ordinal));
        // The batch may not have started at the first read.
        await admin.WaitForFunctionAsync(
            "bar => bar.ariaValueMax !== '0' && bar.ariaValueNow === bar.ariaValueMax",
            await admin.GetByRole(AriaRole.Progressbar, new() { Name = "Done" }).ElementHandleAsync(),
            new() { Timeout = 120_000 }
        );

        var sent = mail.Taken();
        Assert.NotEmpty(sent);
        Assert.Equal(sent.Count, sent.Select(m => m.To.ToString()).Distinct(StringComparer.Ordinal).Count());

        // A customer who opts out through the link in the message gets no more messages.
        var optOut = HeaderUrl().Match(sent[0].Headers["List-Unsubscribe"]!).Groups["url"].Value;
        using var reader = server.CreateClient();
        using var oneClick = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        Assert.True(
            (
                await reader.PostAsync(optOut, oneClick, TestContext.Current.CancellationToken)
            ).IsSuccessStatusCode
        );
        await admin.GotoAsync($"/emails?q={Uri.EscapeDataString(sent[0].To.Mailboxes.Single().Address)}");
        await Expect(admin.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("opted out through its link");
    }

    [Fact]
    public async Task An_admin_ends_a_pause_of_sending_and_the_held_e_mail_goes_out()
    {
        await using var mail = await MailServer.StartAsync();
        await using var server = await StartAsync(mail, ("Email__From", "once-refused@acme.example"));
        var admin = await NewPageAsync(server.Origin);
        await admin.SignInAsync("admin");
        await admin.OpenAsync("/connections");
        var row = admin.Locator("tr[data-row]").First;
        await row.FocusAsync();
        await admin.Keyboard.PressAsync("e");
        await admin
            .GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { NameRegex = SendSome() })
            .ClickAsync();
        await Expect(admin.GetByText("The e-mail is queued").First).ToBeVisibleAsync();

        // The next attempt is a minute away.
        await admin.GotoAsync("/emails");
        await Expect(admin.GetByText("Paused:").First).ToBeVisibleAsync();
        await admin.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();

        await Expect(admin.GetByText("Paused:")).ToHaveCountAsync(0, new() { Timeout = 20_000 });
        Assert.Equal(1, mail.Count);
    }

    private static Task<DashboardProcess> StartAsync(MailServer mail, params (string, string)[] more) =>
        DashboardProcess.StartDemoAsync([
            ("Email__Mode", "Smtp"),
            ("Email__From", "Acme Wealth <care@acme.example>"),
            ("Email__Smtp__Host", "127.0.0.1"),
            ("Email__Smtp__Port", $"{mail.Port}"),
            ("Email__Smtp__Security", "None"),
            ("Email__PerMinute", "0"),
            ("Email__PerDomainPerMinute", "0"),
            .. more,
        ]);

    /// <summary>Allows sending immediately, at any hour and on any day.</summary>
    private static async Task SwitchPolicyOnAsync(IPage page)
    {
        await page.GotoAsync("/emails/policy");
        // The value of a field is applied when the field loses focus, and the page renders again.
        var wait = page.GetByLabel("Wait after a break", new() { Exact = true });
        await wait.FillAsync("0");
        await wait.PressAsync("Tab");
        await Expect(page.Locator(".policy-summary")).Not.ToContainTextAsync("1 hour after a break");
        await page.GetByLabel("Send nothing").ClickAsync();
        await Expect(page.GetByLabel("Send nothing")).Not.ToBeCheckedAsync();
        foreach (var day in (string[])["Saturday", "Sunday"])
            await page.GetByRole(AriaRole.Button, new() { Name = day, Pressed = false }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Switch on…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, switch it on" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The policy is on" }))
            .ToBeVisibleAsync();
    }

    private static ILocator Title(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Timeline(IPage page, string words) => page.GetByText(words).First;

    private static string LinkIn(MimeMessage message) => Link().Match(message.HtmlBody!).Groups["url"].Value;

    private static async Task ChooseAtPortalAsync(IPage phone, string start, string choice)
    {
        await phone.GetByRole(AriaRole.Button, new() { Name = start }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = choice }).ClickAsync();
    }

    [GeneratedRegex("Select all .* that match", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SelectAll();

    [GeneratedRegex("^Send [0-9]* ?e-mails?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SendSome();

    [GeneratedRegex("batch", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Batch();

    [GeneratedRegex(
        "href=\"(?<url>http[^\"]*/r/[^\"]*)\"",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Link();

    [GeneratedRegex("<(?<url>http[^>]*)>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeaderUrl();
}
