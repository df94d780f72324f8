using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Tests the main task in two browsers: a support agent's on a desktop and a customer's on a phone.</summary>
public sealed class MainJobTests(Browsers browsers, MainJobServer shared)
    : BrowserTest(browsers),
        IClassFixture<MainJobServer>
{
    [Fact]
    public async Task A_broken_connection_is_seen_at_once_and_repaired_through_a_copied_link_with_its_id_unchanged()
    {
        // The agent works by keyboard alone.
        var server = shared.Process;
        using var host = new HostApplication(server);
        using var snapTrade = server.CreateClient();
        var connection = await host.FindHealthyAsync();

        var list = await NewPageAsync(server.Origin);
        await list.SignInAsync("support");
        await list.GotoAsync($"/connections?q={connection.UserId}&health=All");
        await Expect(Row(list, connection)).ToContainTextAsync("Healthy");
        var detail = await list.Context.NewPageAsync();
        await detail.GotoAsync("/incidents");
        await FindByAddressAsync(detail, await host.AddressOfAsync(connection.UserId), connection.UserName);
        await detail.TabToAsync(detail.Locator(".user-connection a"));
        await detail.Keyboard.PressAsync("Enter");
        await Expect(detail.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Healthy");

        await snapTrade.BreakAsync(connection.Id);

        await Expect(Row(list, connection)).ToContainTextAsync("Disabled");
        await Expect(detail.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Disabled");
        await Expect(detail.GetByText("Connection broke").First).ToBeVisibleAsync();

        // One press: the link is created and in the clipboard.
        await detail.Keyboard.PressAsync("c");
        await Expect(detail.Locator("#copy-announcer")).ToHaveTextAsync("Link copied");
        var link = await detail.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.StartsWith($"{server.Origin}r/", link, StringComparison.Ordinal);
        await detail.CloseDialogAsync();

        var phone = await NewPageAsync(server.Origin, width: 390);
        await phone.GotoAsync(link);
        await ChooseAtPortalAsync(
            phone,
            $"Continue to {connection.Brokerage}",
            "Log in with a different account"
        );
        await Expect(phone.GetByRole(AriaRole.Heading)).ToHaveTextAsync("That was a different account");
        await Expect(detail.GetByText("Tried to reconnect with a different account").First)
            .ToBeVisibleAsync();

        await ChooseAtPortalAsync(phone, "Try again", "Log in with the same account");
        await Expect(phone.GetByRole(AriaRole.Heading))
            .ToHaveTextAsync($"Your {connection.Brokerage} account is connected");

        await Expect(detail.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Healthy");
        await Expect(Row(list, connection)).ToContainTextAsync("Healthy");
        Assert.Equal("Healthy", await host.HealthOfAsync(connection.Id));
        Assert.Equal(1, await host.CountOfUserAsync(connection.UserId));
        await WriteNoteAsync(detail, "Prefers the phone, after 17:00.");

        await phone.GotoAsync(link);
        await Expect(phone.GetByRole(AriaRole.Heading))
            .ToHaveTextAsync($"Your {connection.Brokerage} account is connected");
    }

    // Three presses: Ctrl K, paste, Enter.
    private static async Task FindByAddressAsync(IPage page, string address, string name)
    {
        await page.HasTitleAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.InsertTextAsync(address);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(name);
    }

    // The focus goes into the field, and back to the button.
    private static async Task WriteNoteAsync(IPage page, string note)
    {
        await page.PressButtonAsync("Write note");
        await Expect(page.Locator("textarea")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(note);
        await page.PressButtonAsync("Save note");
        await Expect(page.Locator(".triage-text")).ToHaveTextAsync(note);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Change note" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_new_break_is_offered_without_moving_what_the_agent_reads()
    {
        var server = shared.Process;
        using var host = new HostApplication(server);
        using var snapTrade = server.CreateClient();
        var connection = await host.FindHealthyAsync();
        var page = await NewPageAsync(server.Origin);
        await page.SignInAsync("support");
        var disabled = page.GetByRole(AriaRole.Link, new() { Name = "Disabled" });
        var before = int.Parse((await disabled.InnerTextAsync()).Split()[^1]);

        await snapTrade.BreakAsync(connection.Id);

        await Expect(disabled).ToContainTextAsync($"{before + 1}");
        await Expect(page.Locator("[aria-live=polite]").First).ToContainTextAsync("broke");
    }

    [Fact]
    public async Task A_screen_recovers_automatically_after_the_server_was_unavailable()
    {
        await using var server = await DashboardProcess.StartDemoAsync();
        using var host = new HostApplication(server);
        using var snapTrade = server.CreateClient();
        var connection = await host.FindHealthyAsync();
        var page = await NewPageAsync(server.Origin);
        await page.SignInAsync("support");
        await page.GotoAsync($"/connections/{connection.Id}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Healthy");
        await page.GetByRole(AriaRole.Button, new() { Name = " note" }).ClickAsync();
        await page.Locator(".triage-note textarea").FillAsync("Half a note");
        await page.WaitForFunctionAsync(
            "() => Object.keys(sessionStorage).some(key => key.startsWith('draft '))"
        );

        await server.KillAsync();
        await Expect(page.GetByText("Reconnecting").First).ToBeVisibleAsync();
        await server.RestartAsync();
        await snapTrade.BreakAsync(connection.Id);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("Disabled", new() { Timeout = 45_000 });
        Assert.EndsWith(connection.Id, page.Url, StringComparison.Ordinal);
        await Expect(page.Locator(".triage-note textarea")).ToHaveValueAsync("Half a note");
    }

    private static ILocator Row(IPage page, SomeConnection connection) =>
        page.GetByRole(AriaRole.Row).Filter(new() { HasText = connection.UserId });

    private static async Task ChooseAtPortalAsync(IPage phone, string start, string choice)
    {
        await phone.GetByRole(AriaRole.Button, new() { Name = start }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = choice }).ClickAsync();
    }
}

/// <summary>A server for the tests that only break and repair.</summary>
public sealed class MainJobServer : IAsyncLifetime
{
    public DashboardProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Process = await DashboardProcess.StartDemoAsync();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
