using Dashboard.E2E.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>One demo server for the tests that only look.</summary>
public sealed class DemoServer : IAsyncLifetime
{
    public DashboardProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await DashboardProcess.StartDemoAsync();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}

public sealed class ScreensTests(Browsers browsers, DemoServer server) : IClassFixture<DemoServer>
{
    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1440, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_screen_is_accessible_and_fits_its_window(int width, ColorScheme theme)
    {
        var page = await browsers.NewPageAsync(server.Process.Origin, width, theme);
        await page.GotoAsync("/account/sign-in");
        await CheckAsync(page, "sign-in");
        await page.GotoAsync("/account/forgot");
        await CheckAsync(page, "forgot password");
        await page.GotoAsync("/account/reset?token=unknown");
        await CheckAsync(page, "unknown reset link");
        await page.SignInAsync("admin");
        await page.GotoAsync("/account");
        await page.GetByText("Change password").First.ClickAsync();
        await CheckAsync(page, "account");
        await page.GotoAsync("/account/second-factor");
        await page.GetByText("Can't scan it?").ClickAsync();
        await CheckAsync(page, "second factor");
        await page.GotoAsync("/account/recovery-codes");
        await CheckAsync(page, "recovery codes");
        await page.GotoAsync("/account/confirm");
        await CheckAsync(page, "confirm");
        await page.GotoAsync("/");
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await CheckAsync(page, "connections");
        await page.GotoAsync("/history");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("History");
        await CheckAsync(page, "history");

        using var host = new HostApplication(server.Process);
        var items = (await host.GetAsync("connections?health=Disabled&limit=10")).GetProperty("items");
        await page.GotoAsync($"/connections/{items[0].GetProperty("id").GetString()}");
        await Expect(page.GetByText("Timeline").First).ToBeVisibleAsync();
        await CheckAsync(page, "connection");
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make link" }).ClickAsync();
        var link = await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Textbox).First.InputValueAsync();
        await CheckAsync(page, "copy link");
        await page.GotoAsync(link);
        await CheckAsync(page, "customer page");
        await page.GotoAsync($"{link}/return?status=ERROR&error_code=1023");
        await CheckAsync(page, "return page");
        await page.GotoAsync("/r/unknown");
        await CheckAsync(page, "unknown link");
    }

    [Fact]
    public async Task Each_role_is_shown_what_it_may_do_and_no_more()
    {
        var support = await browsers.NewPageAsync(server.Process.Origin);
        await support.SignInAsync("support");
        await Expect(support.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).First)
            .ToBeVisibleAsync();
        await Expect(support.GetByRole(AriaRole.Link, new() { Name = "History" })).ToHaveCountAsync(0);
        await support.GotoAsync("/history");
        await Expect(support.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToHaveTextAsync("History");

        var manager = await browsers.NewPageAsync(server.Process.Origin);
        await manager.SignInAsync("manager");
        await Expect(manager.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(manager.GetByRole(AriaRole.Button, new() { Name = "Copy link" })).ToHaveCountAsync(0);
        await manager.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(manager.GetByText("Payload").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nobody_gets_in_without_signing_in()
    {
        var page = await browsers.NewPageAsync(server.Process.Origin);
        await page.GotoAsync("/connections?q=zoe");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        Assert.Contains("returnUrl=", page.Url, StringComparison.Ordinal);
    }

    private static async Task CheckAsync(IPage page, string name)
    {
        var overflow = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.True(overflow <= 0, $"The {name} screen is {overflow} pixels wider than its window.");
        var found = await page.RunAxe();
        var problems = found.Violations.Select(v => $"{v.Id}: {v.Help}: {v.Nodes[0].Html}");
        Assert.True(found.Violations.Length == 0, $"{name}:\n{string.Join('\n', problems)}");
    }
}
