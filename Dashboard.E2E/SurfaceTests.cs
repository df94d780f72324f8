using System.Collections.Concurrent;
using System.Reflection;
using Dashboard.E2E.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Checks that our own pages work with the security headers that they send.</summary>
public sealed class SurfaceTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Fact]
    public async Task No_screen_does_what_its_headers_forbid()
    {
        var page = await NewPageAsync(server.Process.Origin);
        var refused = Watch(page);
        foreach (var path in Pages().Where(p => p.StartsWith("/account/", StringComparison.Ordinal)))
            await OpenAsync(page, path);
        await page.SignInAsync("admin");
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        foreach (var path in Pages().Append("/not-a-page"))
            await OpenAsync(page, path);

        using var host = new HostApplication(server.Process);
        var items = (await host.GetAsync("connections?health=Disabled&limit=10")).GetProperty("items");
        await page.GotoAsync($"/connections/{items[0].GetProperty("id").GetString()}");
        await Expect(page.GetByText("Timeline").First).ToBeVisibleAsync();
        var link = await page.CopyLinkAsync();
        await page.GotoAsync(link);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Log in with the same account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToContainTextAsync("is connected");

        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await page.WaitForURLAsync("**/account/sign-in");
        Assert.Empty(refused);
    }

    /// <summary>The content that the browser blocked on a page, and script errors.</summary>
    internal static ConcurrentQueue<string> Watch(IPage page)
    {
        var refused = new ConcurrentQueue<string>();
        page.Console += (_, message) =>
        {
            if (
                message.Text.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase)
                || message.Text.Contains("Permissions policy", StringComparison.OrdinalIgnoreCase)
                || message.Text.Contains("Cross-Origin", StringComparison.OrdinalIgnoreCase)
            )
                refused.Enqueue($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => refused.Enqueue($"{page.Url}: {error}");
        return refused;
    }

    private static IEnumerable<string> Pages() =>
        typeof(Data.DashboardDbContext)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(page => page.Template)
            .Where(template => !template.Contains('{', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    private static async Task OpenAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First).ToBeVisibleAsync();
    }
}
