using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

public sealed class ScreensTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Every_screen_is_accessible_and_fits_its_window(int width)
    {
        var page = await NewPageAsync(server.Process.Origin, width);
        await page.GotoAsync("/account/sign-in");
        await page.CheckScreenAsync("sign-in");
        await page.GotoAsync("/account/forgot");
        await page.CheckScreenAsync("forgot password");
        await page.GotoAsync("/account/reset?token=unknown");
        await page.CheckScreenAsync("unknown reset link");
        await page.SignInAsync("admin");
        await page.GotoAsync("/account");
        await page.GetByText("Change password").First.ClickAsync();
        await page.CheckScreenAsync("account");
        await page.GotoAsync("/account/second-factor");
        await page.GetByText("Can't scan it?").ClickAsync();
        await page.CheckScreenAsync("second factor");
        await page.GotoAsync("/account/recovery-codes");
        await page.CheckScreenAsync("recovery codes");
        await page.GotoAsync("/account/confirm");
        await page.CheckScreenAsync("confirm");
        await page.GotoAsync("/connections");
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await page.CheckScreenAsync("connections");
        await page.GotoAsync("/history");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("History");
        await page.CheckScreenAsync("history");
        await page.GotoAsync("/audit");
        await page.GetByRole(AriaRole.Button, new() { Name = "Verify now" }).ClickAsync();
        await Expect(page.GetByText("The chain is intact as of")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Details of entry" }).First.ClickAsync();
        await page.CheckScreenAsync("audit");
        await page.GotoAsync("/team/keys");
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await page.CheckScreenAsync("API keys");
        await page.GetByRole(AriaRole.Button, new() { Name = "New key" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync($"Wallboard {width}");
        await page.CheckScreenAsync("new API key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(page.GetByLabel("API key", new() { Exact = true })).ToBeVisibleAsync();
        await page.CheckScreenAsync("made API key");
        await CheckTeamAsync(page, $"bea-{width}@acme.example");

        using var host = new HostApplication(server.Process);
        var items = (await host.GetAsync("connections?health=Disabled&limit=10")).GetProperty("items");
        await page.GotoAsync($"/connections/{items[0].GetProperty("id").GetString()}");
        await Expect(page.GetByText("Timeline").First).ToBeVisibleAsync();
        await page.CheckScreenAsync("connection");
        var link = await page.CopyLinkAsync();
        await page.CheckScreenAsync("copy link");
        await page.GotoAsync(link);
        await page.CheckScreenAsync("customer page");
        await page.GotoAsync($"{link}/return?status=ERROR&error_code=1023");
        await page.CheckScreenAsync("return page");
        await page.GotoAsync("/r/unknown");
        await page.CheckScreenAsync("unknown link");
    }

    [Fact]
    public async Task The_description_of_the_API_works_without_anybody_else()
    {
        var page = await NewPageAsync(server.Process.Origin);
        var (complaints, foreign) = (new List<string>(), new List<string>());
        await page.SignInAsync("support");
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                complaints.Add(message.Text);
        };
        page.Request += (_, request) =>
        {
            if (
                request.Url.StartsWith("http", StringComparison.Ordinal)
                && !request.Url.StartsWith(server.Process.Origin.ToString(), StringComparison.Ordinal)
            )
                foreign.Add(request.Url);
        };
        await page.GotoAsync("/docs");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connection health dashboard" }).First)
            .ToBeVisibleAsync();
        // Scalar renders the page itself, so its contents are not scanned.
        Assert.Empty(foreign);
        Assert.Empty(complaints);
    }

    [Fact]
    public async Task A_file_is_uploaded_by_choosing_it_and_a_cut_text_is_reported()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync("admin");
        await page.GotoAsync("/users/import");
        await Expect(page.Locator("[data-upload]")).ToBeVisibleAsync();
        await page.Locator("[data-upload] input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "customers.csv",
                    MimeType = "text/csv",
                    Buffer = "userId,name\ncustomer-9001,Ana Lima\n"u8.ToArray(),
                }
            );
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("customers.csv");
        await Expect(page.GetByRole(AriaRole.Cell, new() { Name = "customer-9001" }).First)
            .ToBeVisibleAsync();

        var search = page.Locator("#search");
        await search.FocusAsync();
        await search.EvaluateAsync(
            """
            field => {
                const data = new DataTransfer();
                data.setData("text", "x".repeat(field.maxLength + 3));
                field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
            }
            """
        );
        await Expect(page.Locator(".length-note"))
            .ToHaveTextAsync("This field takes at most 400 characters: 3 were cut off.");
    }

    [Fact]
    public async Task Each_role_is_shown_what_it_may_do_and_no_more()
    {
        var support = await NewPageAsync(server.Process.Origin);
        await support.SignInAsync("support");
        await Expect(support.GetByRole(AriaRole.Button, new() { Name = "Copy link" }).First)
            .ToBeVisibleAsync();
        await Expect(support.GetByRole(AriaRole.Link, new() { Name = "History" })).ToHaveCountAsync(0);
        await support.GotoAsync("/history");
        // The frame stays, and the page says which role it needs.
        await Expect(support.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("You need the Admin or Manager role");
        await Expect(support.Locator(".rail a[href='/connections']")).ToBeVisibleAsync();
        await support.CheckScreenAsync("no permission");

        var manager = await NewPageAsync(server.Process.Origin);
        await manager.SignInAsync("manager");
        await Expect(manager.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
        await Expect(manager.GetByRole(AriaRole.Button, new() { Name = "Copy link" })).ToHaveCountAsync(0);
        await manager.GetByRole(AriaRole.Link, new() { Name = "History" }).ClickAsync();
        await Expect(manager.GetByText("Payload").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_page_requires_signing_in()
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.GotoAsync("/connections?q=zoe");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        Assert.Contains("returnUrl=", page.Url, StringComparison.Ordinal);
    }

    private static async Task CheckTeamAsync(IPage page, string newcomer)
    {
        await page.GotoAsync("/team");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Mia Santos" }))
            .ToBeVisibleAsync();
        await page.CheckScreenAsync("team");
        await page.ChooseAsync("Change Mia Santos", "Change role");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("signed out everywhere");
        await page.CheckScreenAsync("change role");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByLabel("E-mail address").FillAsync(newcomer);
        await page.CheckScreenAsync("invite");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send invitation" }).ClickAsync();
        var link = await page.GetByLabel("Invitation link").InputValueAsync();
        await page.CheckScreenAsync("invited");
        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await Expect(page.GetByText(newcomer)).ToBeVisibleAsync();
        await page.CheckScreenAsync("team with an invitation");
        await page.GotoAsync(link);
        await page.CheckScreenAsync("join");
        await page.GotoAsync("/account/join/unknown");
        await page.CheckScreenAsync("no invitation");
    }
}
