using System.Text;
using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests the screens of users, data checks, and operations on a connection at SnapTrade.</summary>
public sealed class CustomerScreensTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Every_screen_is_accessible_and_fits_its_window(int width)
    {
        using var host = new HostApplication(server.Process);
        var connection = await host.FindHealthyAsync();
        var page = await NewPageAsync(server.Process.Origin, width);
        await page.SignInAsync("admin");
        await page.GotoAsync("/users");
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await page.CheckScreenAsync("users");
        await page.GotoAsync($"/users/user?id={Uri.EscapeDataString(connection.UserId)}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync(connection.UserName);
        await page.CheckScreenAsync("user");
        await page.ChooseAsync("More actions", "Erase person…");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.CheckScreenAsync("erase person");
        await CheckImportAsync(page);
        await page.GotoAsync("/reconciliation");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check all users" })).ToBeVisibleAsync();
        await page.CheckScreenAsync("reconciliation");
        await page.GotoAsync("/connections?duplicates=true");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Likely duplicates" })).ToBeVisibleAsync();
        await page.CheckScreenAsync("likely duplicates");
        await CheckConnectionAsync(page, connection.Id);
    }

    private static async Task CheckImportAsync(IPage page)
    {
        await page.GotoAsync("/users/import");
        await page.CheckScreenAsync("import users");
        await page.GetByLabel("Choose a file")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "customers.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(
                        "User ID,E-mail\nnew-1,zoe@mail.example\nnew-2,nonsense\n"
                    ),
                }
            );
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Check what would change" }))
            .ToBeVisibleAsync();
        await page.CheckScreenAsync("columns of an import");
        await Press(page, "Check what would change");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Import 1 user" })).ToBeVisibleAsync();
        await page.CheckScreenAsync("what an import would change");
        await Press(page, "Discard the file");
        await Expect(page.GetByText("Cancelled.")).ToBeVisibleAsync();
    }

    private static async Task CheckConnectionAsync(IPage page, string connectionId)
    {
        await page.GotoAsync($"/connections/{connectionId}");
        await page.ChooseAsync("More actions", "Break it for a drill…");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.CheckScreenAsync("drill");
        await page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Cancel" })
            .ClickAsync();
        await page.ChooseAsync("More actions", "Delete at SnapTrade…");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.CheckScreenAsync("delete at SnapTrade");
    }

    private static Task Press(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
