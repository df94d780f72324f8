using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Overview and outcomes.</summary>
public sealed class InsightTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Fact]
    public async Task A_manager_gets_the_answers_to_five_questions()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync("manager");

        // What happened last week?
        await page.GotoAsync("/");
        var week = page.GetByRole(AriaRole.Region, new() { Name = "The last 7 days" });
        await Expect(week).ToContainTextAsync("Still broken");
        await week.GetByRole(AriaRole.Link, new() { Name = "Outcomes" }).ClickAsync();
        await page.WaitForURLAsync("**/outcomes?days=7");
        await Expect(page.Locator(".insight-sentence")).ToContainTextAsync("still broken");

        // How long do repairs take?
        await page.GetByRole(AriaRole.Link, new() { Name = "30 days", Exact = true }).ClickAsync();
        await Expect(page.Locator(".insight-sentence")).ToContainTextAsync("Half are repaired within");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "Share of broken connections repaired" }))
            .ToBeVisibleAsync();

        // Which brokerage is worst?
        var brokerages = page.GetByRole(AriaRole.Region, new() { Name = "Brokerages" });
        var worst = brokerages.GetByRole(AriaRole.Row).Nth(1);
        await Expect(worst.GetByRole(AriaRole.Cell).Nth(3)).ToContainTextAsync("%");
        await worst.GetByRole(AriaRole.Rowheader).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();

        // Did the e-mails help?
        var channels = page.GetByRole(AriaRole.Region, new() { Name = "Channels and operators" });
        await Expect(channels.GetByRole(AriaRole.Row).Filter(new() { HasText = "E-mail" }))
            .ToContainTextAsync("%");

        // A report.
        var link = page.GetByRole(AriaRole.Link, new() { Name = "CSV", Exact = true });
        var file = await page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        var lines = await File.ReadAllLinesAsync(
            await file.PathAsync(),
            TestContext.Current.CancellationToken
        );
        Assert.StartsWith("Period,", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("Now,", StringComparison.Ordinal));
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Print" })).ToBeHiddenAsync();
        await Expect(page.Locator(".insight-sentence")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Overview_and_outcomes_are_accessible_and_fit_their_window(int width)
    {
        var page = await NewPageAsync(server.Process.Origin, width);
        await page.SignInAsync("admin");
        (string Address, string Ready)[] screens =
        [
            ("/", ".stream .line-item"),
            ("/wallboard", ".stream .line-item"),
            ("/outcomes/report", "h1:has-text('Report of')"),
            ("/outcomes", ".repair-chart"),
        ];
        foreach (var (address, ready) in screens)
        {
            await page.GotoAsync(address);
            await Expect(page.Locator(ready).First).ToBeVisibleAsync();
            await page.CheckScreenAsync(address);
        }
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        // Lines stay visible when the browser chooses the colours.
        var stroke = await page.Locator(".repair-chart .now")
            .EvaluateAsync<string>("path => getComputedStyle(path).stroke");
        var ground = await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        Assert.NotEqual(ground, stroke);
    }

    [Fact]
    public async Task The_chart_of_days_fills_its_card_beside_a_longer_list()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync("manager");
        await page.GotoAsync("/");
        var card = page.Locator(".card:has(.day-bars)");
        await Expect(card).ToBeVisibleAsync();

        var empty = await card.EvaluateAsync<double>(
            "card => card.getBoundingClientRect().bottom - card.lastElementChild.getBoundingClientRect().bottom"
        );
        var stretched = await card.EvaluateAsync<double>(
            "card => card.querySelector('.day-bars').clientHeight / card.querySelector('.day-bars').clientWidth"
        );

        Assert.InRange(empty, 0, 16);
        Assert.True(stretched > 128.0 / 664, $"{stretched}");
    }
}
