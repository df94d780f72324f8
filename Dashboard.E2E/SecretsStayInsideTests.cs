using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>
/// Uses every feature with known secrets and searches everything that the server writes for them. Secrets are allowed
/// in three places, which are not searched: the response and the dialog that show a link once, and the simulator's
/// own file, which represents SnapTrade's data.
/// </summary>
public sealed class SecretsStayInsideTests(Browsers browsers) : BrowserTest(browsers)
{
    private const string Admin = "canary@acme.example";
    private const string Password = "lantern under 3c1f9a hills";
    private const string WrongPassword = "lantern typed wrong 77e0d2";
    private const string UserSecret = "canary-user-secret-5b7d20";
    private const string ConsumerKey = "canary-consumer-key-9e41";

    [Fact]
    public async Task No_log_metric_page_or_file_holds_a_secret()
    {
        await using var server = await DashboardProcess.StartDemoAsync(
            ("Logging__LogLevel__Default", "Debug"),
            ("Logging__LogLevel__Microsoft", "Debug"),
            ("Logging__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Information"),
            ("Logging__LogLevel__System.Net.Http", "Debug"),
            ("Logging__Console__LogLevel__Microsoft.AspNetCore.Routing", "Debug"),
            ("SnapTrade__ConsumerKey", ConsumerKey),
            ("SnapTrade__ClientId", "CANARY"),
            ("Access__BootstrapAdmin__Email", Admin),
            ("Access__BootstrapAdmin__Password", Password)
        );
        List<string> secrets = [Password, WrongPassword, UserSecret, ConsumerKey, DashboardProcess.ApiKey];
        List<string> seen = [];

        secrets.AddRange(await UseTheScreensAsync(server));
        await UseTheApiAsync(server, seen);
        await UseTheHubAsync(server, seen);
        await OpenErrorPagesAsync(server, secrets[^1], seen);
        seen.Add(await ReadAsync(server, "/metrics"));
        await server.StopAsync();
        secrets.AddRange(SecretsOfSnapTrade(server));

        Assert.Empty(Found(secrets, "an answer", string.Join('\n', seen)));
        Assert.Empty(Found(secrets, "the log", server.Output));
        // A text that is known to be written must be found, to prove that the search works.
        Assert.Contains("dbug: ", server.Output, StringComparison.Ordinal);
        Assert.Contains(
            server.Files(),
            file => File.ReadAllText(file, Encoding.Latin1).Contains("canary-user", StringComparison.Ordinal)
        );
        foreach (var file in server.Files().Where(f => Path.GetFileName(f) != "simulator.json"))
            Assert.Empty(
                Found(
                    secrets,
                    file,
                    Encoding.Latin1.GetString(
                        await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)
                    )
                )
            );
    }

    // Returns the link's token and the portal's session.
    private async Task<IReadOnlyList<string>> UseTheScreensAsync(DashboardProcess server)
    {
        using var host = new HostApplication(server);
        using var snapTrade = server.CreateClient();
        var connection = await host.FindHealthyAsync();
        await snapTrade.BreakAsync(connection.Id);
        var page = await NewPageAsync(server.Origin);
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(Admin);
        await page.GetByLabel("Password").FillAsync(WrongPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await page.SignInAsync(Admin, Password);
        await page.GotoAsync($"/connections/{connection.Id}");
        var link = await page.CopyLinkAsync();
        await page.GotoAsync("/history");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("History");

        var phone = await NewPageAsync(server.Origin, width: 390);
        await phone.GotoAsync(link);
        await phone.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var session = new Uri(phone.Url).Segments[^1];
        await phone.GetByRole(AriaRole.Button, new() { Name = "Log in with the same account" }).ClickAsync();
        await Expect(phone.GetByRole(AriaRole.Heading)).ToContainTextAsync("is connected");
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).First.ClickAsync();
        await page.WaitForURLAsync("**/account/sign-in");
        return [session, link[(link.LastIndexOf('/') + 1)..]];
    }

    private static async Task UseTheApiAsync(DashboardProcess server, List<string> seen)
    {
        using var host = new HostApplication(server);
        await host.PutUserAsync("canary-user", new { name = "Canary", userSecret = UserSecret });
        foreach (
            var path in new[] { "users/canary-user", "events?limit=200", "connections?limit=200", "summary" }
        )
            seen.Add((await host.GetAsync(path)).ToString());
        using var client = server.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", DashboardProcess.ApiKey);
        // Error responses often repeat the invalid value.
        using var wrong = await client.PutAsJsonAsync(
            new Uri("/api/v1/users/canary-user", UriKind.Relative),
            new
            {
                locale = 7,
                userSecret = UserSecret,
                unknown = UserSecret,
            }
        );
        seen.Add(await wrong.Content.ReadAsStringAsync());
    }

    // Browsers can't set headers on a WebSocket, so the key is in this address.
    private static async Task UseTheHubAsync(DashboardProcess server, List<string> seen)
    {
        using var client = server.CreateClient();
        var address =
            $"/hubs/connection-health/negotiate?negotiateVersion=1&access_token={DashboardProcess.ApiKey}";
        using var answer = await client.PostAsync(new Uri(address, UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        seen.Add(await answer.Content.ReadAsStringAsync());
    }

    private static async Task OpenErrorPagesAsync(DashboardProcess server, string token, List<string> seen)
    {
        // The general page must not contain the token; the pages of the link have it in their forms.
        foreach (var path in new[] { $"/r/{token}/more/of/it", "/error", "/not-found", "/api/v1/nothing" })
            seen.Add(await ReadAsync(server, path));
    }

    private static async Task<string> ReadAsync(DashboardProcess server, string path)
    {
        using var client = server.CreateClient();
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return await answer.Content.ReadAsStringAsync();
    }

    // The secrets that SnapTrade issued to its users; the checks used them.
    private static List<string> SecretsOfSnapTrade(DashboardProcess server)
    {
        using var state = JsonDocument.Parse(
            File.ReadAllText(
                server.Files().Single(f => f.EndsWith("simulator.json", StringComparison.Ordinal))
            )
        );
        List<string> found = [];
        Collect(state.RootElement, found);
        Assert.NotEmpty(found);
        return found;
    }

    private static void Collect(JsonElement element, List<string> found)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                Collect(item, found);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var member in element.EnumerateObject())
        {
            if (
                member.Name.Contains("secret", StringComparison.OrdinalIgnoreCase)
                && member.Value.ValueKind == JsonValueKind.String
            )
                found.Add(member.Value.GetString()!);
            else
                Collect(member.Value, found);
        }
    }

    private static IEnumerable<string> Found(IEnumerable<string> secrets, string place, string text) =>
        secrets
            .Where(secret =>
                text.Contains(secret, StringComparison.Ordinal)
                || text.Contains(Uri.EscapeDataString(secret), StringComparison.Ordinal)
            )
            .Select(secret => $"{place}: {secret}: {Around(text, secret)}");

    private static string Around(string text, string secret)
    {
        var at = Math.Max(0, text.IndexOf(secret, StringComparison.Ordinal) - 200);
        return text[at..Math.Min(text.Length, at + 300)];
    }
}
