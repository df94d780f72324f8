using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>What a screen shows while its connection to the server is gone, or while nobody looks at it.</summary>
public sealed class CircuitTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    private const string Answer = "JS.EndInvokeDotNet";
    private const string Render = "JS.RenderBatch";
    private const string NotSaved = "No connection: nothing was saved. Try again when it is back.";

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task An_offline_screen_says_so_within_a_second_and_that_a_press_saved_nothing(int width)
    {
        var (page, line) = await OpenConnectionAsync(width);
        var live = page.Locator(".live-on");
        await Expect(live).ToBeVisibleAsync();

        line.Cut();
        await page.Context.SetOfflineAsync(true);
        await Expect(live).ToBeHiddenAsync(new() { Timeout = 1000 });
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Reconnecting, as of");
        await Write(page).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = NotSaved })).ToBeVisibleAsync();
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"));

        line.Mend();
        await page.Context.SetOfflineAsync(false);
        await Expect(live).ToBeVisibleAsync();
        await Expect(page.GetByText(NotSaved)).ToHaveCountAsync(0);
        await Write(page).ClickAsync();
        await Expect(page.Locator(".triage-note textarea")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_key_on_a_row_of_an_offline_list_has_no_effect_now_or_later()
    {
        var page = await NewPageAsync(server.Process.Origin);
        var line = await CircuitLine.OfAsync(page);
        await page.SignInAsync("support");
        await page.GotoAsync("/connections");
        var row = page.Locator("tr[data-row]").First;
        await Expect(row).ToBeVisibleAsync();

        line.Cut();
        await page.Context.SetOfflineAsync(true);
        await Expect(page.Locator(".live-on")).ToBeHiddenAsync();
        await row.FocusAsync();
        await page.Keyboard.PressAsync("c");
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = NotSaved })).ToBeVisibleAsync();

        line.Mend();
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator(".live-on")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await row.FocusAsync();
        await page.Keyboard.PressAsync("c");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_connection_that_died_silently_is_noticed_by_the_heartbeat_and_a_late_press_has_no_effect()
    {
        var (page, line) = await OpenConnectionAsync();
        var live = page.Locator(".live-on");
        await Write(page).ClickAsync();
        var note = page.Locator(".triage-note textarea");
        await Expect(note).ToBeFocusedAsync();
        await Expect(live).ToBeVisibleAsync();

        line.Cut();
        // Before SignalR itself would notice, after half a minute.
        await Expect(live).ToBeHiddenAsync(new() { Timeout = 25_000 });
        await note.FillAsync("Typed without a connection");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText(NotSaved)).ToBeVisibleAsync();

        line.Mend();
        await Expect(live).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(note).ToHaveValueAsync("Typed without a connection");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.Locator(".triage-text")).ToHaveTextAsync("Typed without a connection");
    }

    [Fact]
    public async Task A_hidden_window_is_sent_nothing_until_it_is_shown_again()
    {
        await using var own = await DashboardProcess.StartDemoAsync();
        using var host = new HostApplication(own);
        using var snapTrade = own.CreateClient();
        var connection = await host.FindHealthyAsync();
        var (hidden, visible) = (await NewPageAsync(own.Origin), await NewPageAsync(own.Origin));
        var line = await CircuitLine.OfAsync(hidden);
        foreach (var page in (IPage[])[hidden, visible])
        {
            await page.SignInAsync("support");
            await page.GotoAsync($"/connections?q={connection.UserId}&health=All");
            await Expect(Row(page, connection)).ToContainTextAsync("Healthy");
        }

        var answers = line.Count(Answer);
        await ShowAsync(hidden, isHidden: true);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(line.Count("SetHidden") == 1));
        await Eventually.BecomesTrueAsync(() => Task.FromResult(line.Count(Answer) > answers));
        var renders = line.Count(Render);
        await snapTrade.BreakAsync(connection.Id);
        await Expect(Row(visible, connection)).ToContainTextAsync("Disabled");
        Assert.Equal(renders, line.Count(Render));
        await Expect(Row(hidden, connection)).ToContainTextAsync("Healthy");

        await ShowAsync(hidden, isHidden: false);
        await Expect(Row(hidden, connection)).ToContainTextAsync("Disabled");
    }

    // A note that another test left is changed.
    private static ILocator Write(IPage page) =>
        page.Locator(".triage-card .triage-line button:has-text('note')");

    private static ILocator Row(IPage page, SomeConnection connection) =>
        page.GetByRole(AriaRole.Row).Filter(new() { HasText = connection.UserId });

    // A headless browser hides no window.
    private static Task ShowAsync(IPage page, bool isHidden) =>
        page.EvaluateAsync(
            """
            isHidden => {
                Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
                document.dispatchEvent(new Event("visibilitychange"));
            }
            """,
            isHidden
        );

    private async Task<(IPage Page, CircuitLine Line)> OpenConnectionAsync(int width = 1440)
    {
        using var host = new HostApplication(server.Process);
        var items = (await host.GetAsync("connections?health=Disabled&limit=1")).GetProperty("items");
        var page = await NewPageAsync(server.Process.Origin, width);
        var line = await CircuitLine.OfAsync(page);
        await page.SignInAsync("admin");
        await page.GotoAsync($"/connections/{items[0].GetProperty("id").GetString()}");
        await Expect(page.Locator(".timeline").First).ToBeVisibleAsync();
        return (page, line);
    }
}
