using System.Net.Http.Json;
using System.Text;
using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests lost webhooks, the import of customers, and operations at SnapTrade.</summary>
public sealed class TruthStoryTests(Browsers browsers, QuietServer server)
    : BrowserTest(browsers),
        IClassFixture<QuietServer>
{
    [Fact]
    public async Task A_pass_finds_the_change_of_a_lost_webhook()
    {
        using var host = new HostApplication(server.Process);
        using var snapTrade = server.Process.CreateClient();
        var connection = await host.FindHealthyAsync();
        var admin = await NewPageAsync(server.Process.Origin);
        await admin.SignInAsync("admin");
        // The pass of the start would find the change, too.
        await admin.GotoAsync("/reconciliation");
        await Expect(Button(admin, "Check all users")).ToBeEnabledAsync(new() { Timeout = 60_000 });
        await SetFaultsAsync(snapTrade, new { dropWebhooks = true });
        await snapTrade.BreakAsync(connection.Id);
        Assert.Equal("Healthy", await host.HealthOfAsync(connection.Id));
        var detail = await admin.Context.NewPageAsync();
        await detail.GotoAsync($"/connections/{connection.Id}");
        await Expect(Title(detail)).ToContainTextAsync("Healthy");

        await Button(admin, "Check all users").ClickAsync();

        await Expect(Title(detail)).ToContainTextAsync("Disabled", new() { Timeout = 60_000 });
        await Expect(detail.GetByText("found by a check").First).ToBeVisibleAsync();
        // Not before: webhooks are sent a moment after the change, and dropped when it is their turn.
        await SetFaultsAsync(snapTrade, new { dropWebhooks = false });
    }

    [Fact]
    public async Task A_connection_is_broken_in_a_drill_and_deleted_by_typing_its_id()
    {
        using var host = new HostApplication(server.Process);
        var connection = await host.FindHealthyAsync();
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync("admin");
        await page.GotoAsync($"/connections/{connection.Id}");

        await page.ChooseAsync("More actions", "Break it for a drill…");
        await Button(page.GetByRole(AriaRole.Dialog), "Break it").ClickAsync();
        await Expect(Title(page)).ToContainTextAsync("Disabled");

        await page.ChooseAsync("More actions", "Delete at SnapTrade…");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(Button(dialog, "Delete at SnapTrade")).ToBeDisabledAsync();
        await dialog.GetByRole(AriaRole.Textbox).FillAsync(connection.Id[..8]);
        await Button(dialog, "Delete at SnapTrade").ClickAsync();
        await Expect(Title(page)).ToContainTextAsync("Deleted");
        Assert.Equal("Deleted", await host.HealthOfAsync(connection.Id));
    }

    [Fact]
    public async Task Customers_are_imported_from_a_file_and_one_is_erased()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync("admin");
        await page.GotoAsync("/users/import");
        await page.GetByLabel("Choose a file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "customers.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(
                        "User ID;E-mail;Full name;Secret\nnew/1;zoe@mail.example;Zoë Übermut;zoe.secret.1\nnew/2;nonsense;;\n"
                    ),
                }
            );
        await Button(page, "Check what would change").ClickAsync();
        await Button(page, "Import 1 user").ClickAsync();
        await Expect(page.GetByText("Imported.")).ToBeVisibleAsync();
        await Expect(page.GetByText("email must be an address").First).ToBeVisibleAsync();
        Assert.DoesNotContain("zoe.secret.1", await page.ContentAsync(), StringComparison.Ordinal);

        await page.GotoAsync("/users?q=zoe%40mail.example");
        await page.GetByRole(AriaRole.Link, new() { Name = "Zoë Übermut" }).First.ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("Zoë Übermut");
        await page.ChooseAsync("More actions", "Erase person…");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Textbox).FillAsync("new/1");
        await Button(dialog, "Erase person").ClickAsync();
        await Expect(Title(page)).ToHaveTextAsync("new/1");
        Assert.DoesNotContain("zoe@mail.example", await page.ContentAsync(), StringComparison.Ordinal);
    }

    private static ILocator Title(IPage page) => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static ILocator Button(ILocator part, string name) =>
        part.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static async Task SetFaultsAsync(HttpClient snapTrade, object faults) =>
        (
            await snapTrade.PostAsJsonAsync(new Uri("/simulator/control/faults", UriKind.Relative), faults)
        ).EnsureSuccessStatusCode();
}

/// <summary>A demo server that runs checks only on request, and quickly.</summary>
public sealed class QuietServer : IAsyncLifetime
{
    public DashboardProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Process = await DashboardProcess.StartDemoAsync(
            ("Reconciliation__Every", "00:00:00"),
            ("SnapTrade__RequestsPerMinute", "6000")
        );

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
