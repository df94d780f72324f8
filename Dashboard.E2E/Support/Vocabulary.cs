using System.Net.Http.Json;
using Microsoft.Playwright;

namespace Dashboard.E2E.Support;

/// <summary>The actions of people and SnapTrade in these tests.</summary>
internal static class Vocabulary
{
    private const string DemoPassword = "demo reconnect 2026";

    public static Task SignInAsync(this IPage page, string role) =>
        page.SignInAsync($"{role}@demo.example", DemoPassword);

    public static async Task SignInAsync(this IPage page, string email, string password)
    {
        // To the list, where most tests work.
        await page.GotoAsync("/account/sign-in?returnUrl=%2Fconnections");
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
    }

    /// <summary>Presses "Copy link".</summary>
    /// <returns>The reconnect link.</returns>
    public static async Task<string> CopyLinkAsync(this IPage page, ILocator button)
    {
        await button.ClickAsync();
        return await page.GetByRole(AriaRole.Dialog)
            .GetByLabel("Reconnect link", new() { Exact = true })
            .InputValueAsync();
    }

    public static Task<string> CopyLinkAsync(this IPage page) =>
        page.CopyLinkAsync(page.GetByRole(AriaRole.Button, new() { Name = "Copy link" }));

    /// <summary>Breaks a connection at SnapTrade, which sends a webhook.</summary>
    public static async Task BreakAsync(this HttpClient dashboard, string connectionId) =>
        (
            await dashboard.PostAsync(Control($"connections/{connectionId}/break"), null)
        ).EnsureSuccessStatusCode();

    public static async Task SetBrokerageAsync(this HttpClient dashboard, string slug, object state) =>
        (await dashboard.PostAsJsonAsync(Control($"brokerages/{slug}"), state)).EnsureSuccessStatusCode();

    private static Uri Control(string path) => new($"/simulator/control/{path}", UriKind.Relative);

    /// <summary>Opens a menu by the name of its button, and presses an item.</summary>
    public static async Task ChooseAsync(this IPage page, string button, string item)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).ClickAsync();
    }
}
