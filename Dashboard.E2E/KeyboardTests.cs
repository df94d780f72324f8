using Dashboard.E2E.Support;
using Dashboard.Simulator;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Work by keyboard alone: the command palette, the lists, and how many presses a task takes.</summary>
public sealed class KeyboardTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    [Fact]
    public async Task A_user_is_found_by_the_whole_address_in_three_presses_also_when_Enter_comes_before_the_answer()
    {
        using var host = new HostApplication(server.Process);
        // Others whose ids come first begin with the address as well; the user has no connection.
        for (var i = 0; i < 8; i++)
            await host.PutUserAsync(
                $"aa-palette-{i}",
                new { name = $"Ada {i}", email = $"pal.ada@example.com.a{i}.example" }
            );
        await host.PutUserAsync("zz-palette", new { name = "Ada Palette", email = "Pal.Ada@example.com" });
        var page = await OpenAsync("support", "/connections");
        var presses = 0;

        await PressAsync("Control+k");
        await page.Keyboard.InsertTextAsync("pal.ada@EXAMPLE.com");
        presses++;
        await PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Ada Palette");
        Assert.Equal(3, presses);
        await Expect(page.Locator("#search")).ToHaveValueAsync("");
        await Expect(page.Locator("#palette")).ToBeHiddenAsync();

        async Task PressAsync(string key)
        {
            presses++;
            await page.Keyboard.PressAsync(key);
        }
    }

    [Fact]
    public async Task Arrows_move_through_the_lines_and_Escape_leads_back()
    {
        var page = await OpenAsync("admin", "/connections");
        var row = page.Locator("tr[data-row]").First;
        await row.FocusAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("te");
        var options = page.Locator("#palette [role=option]");
        await Expect(options.Filter(new() { HasText = "Team" })).ToBeVisibleAsync();
        await Expect(page.Locator("#palette [aria-selected=true]")).ToHaveCountAsync(1);
        var first = await SelectedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.NotEqual(first, await SelectedAsync());
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal(first, await SelectedAsync());
        Assert.Equal(first, await page.Locator("#search").GetAttributeAsync("aria-activedescendant"));

        await page.Keyboard.PressAsync("Escape");
        await Expect(row).ToBeFocusedAsync();
        await Expect(page.Locator("#palette")).ToBeHiddenAsync();
        await Expect(page.Locator("#search")).ToHaveValueAsync("");

        // A line that an arrow chose stays chosen when other lines arrive.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("a");
        await Expect(page.Locator("#palette")).ToHaveAttributeAsync("data-for", "a");
        await Expect(options.Filter(new() { HasText = "Audit" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        var chosen = await page.Locator("#palette [aria-selected=true]").GetAttributeAsync("href");
        await page.EvaluateAsync(
            "const panel = document.getElementById('palette'); panel.setAttribute('data-for', panel.dataset.for)"
        );
        await Expect(page.Locator("#palette [aria-selected=true]")).ToHaveAttributeAsync("href", chosen!);
        await page.Keyboard.PressAsync("Escape");

        Task<string?> SelectedAsync() =>
            page.Locator("#palette [aria-selected=true]").GetAttributeAsync("id");
    }

    [Fact]
    public async Task Screens_actions_and_typed_filters_are_opened_by_name()
    {
        var page = await OpenAsync("admin", "/connections");

        await page.GoToNamedAsync("invite", "Invite a colleague");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#search")).Not.ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync("/team");

        await page.GoToNamedAsync("brokerage:questrade broken:>1d contacted:n", "never contacted");
        await Expect(page)
            .ToHaveURLAsync("/connections?health=Disabled&brokerage=QUESTRADE&days=1&contacted=never");
    }

    [Fact]
    public async Task The_palette_offers_only_what_the_role_may_open()
    {
        var page = await OpenAsync("support", "/connections");
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#palette [role=option]").Filter(new() { HasText = "Users" }))
            .ToBeVisibleAsync();

        await Expect(page.Locator("#palette [role=option]").Filter(new() { HasText = "Team" }))
            .ToHaveCountAsync(0);
        await Expect(page.Locator("#palette [role=option]").Filter(new() { HasText = "Import" }))
            .ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Question_mark_shows_all_keys_but_not_while_typing()
    {
        var page = await OpenAsync("support", "/connections");
        var keys = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });

        await page.Locator("[data-page-search]").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(keys).ToBeHiddenAsync();
        await Expect(page.Locator("[data-page-search]")).ToHaveValueAsync("?");

        await page.Locator("#main").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(keys).ToBeVisibleAsync();
        await page.CheckScreenAsync("keys");
        await page.Keyboard.PressAsync("Escape");
        await Expect(keys).ToBeHiddenAsync();

        // As the palette says, which has nothing to find yet.
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.PressAsync("?");
        await Expect(keys).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#search")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("?");
        await Expect(page.Locator("#search")).ToHaveValueAsync("a?");
        await Expect(keys).ToBeHiddenAsync();
    }

    [Theory]
    [InlineData("/connections?health=All")]
    [InlineData("/emails?state=Bounced")]
    public async Task The_chosen_chip_is_in_sight_on_a_phone(string address)
    {
        var page = await NewPageAsync(server.Process.Origin, 390);
        await page.SignInAsync("admin");
        await page.GotoAsync(address);

        // The tabs of the page are chips, too.
        await Expect(page.Locator(".chips > .on").Last).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task An_admins_morning_needs_the_keyboard_alone()
    {
        var page = await OpenAsync("admin", "/connections?brokerage=QUESTRADE");
        await EmailAllAsync(page);
        await ImportAsync(page, $"userId,name\nmorning-{Guid.NewGuid():N},Ana Lima\n");
        await ConnectAgainAsync("morning-customer");
        await KeepBothAsync(page);
        await InviteAsync(page, "morning@acme.example");
    }

    // Three presses: open, confirm, and see the batch.
    private static async Task EmailAllAsync(IPage page)
    {
        // The key is that of the button.
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "E-mail all" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Shift+E");
        await Expect(page.Locator(".mud-dialog [data-confirm]")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("queued");
        await page.Keyboard.PressAsync("Control+Enter");
        await Expect(page.Locator(".batch-funnel")).ToBeVisibleAsync();
        await page.CheckScreenAsync("batch");
    }

    private static async Task ImportAsync(IPage page, string csv)
    {
        // The browser is told early that the chooser is the test's: told with the key, it may open one of its own before it knows.
        var chooser = page.WaitForFileChooserAsync();
        await page.GoToNamedAsync("import users", "Import users");
        // The focus goes to the title of a new page: a key pressed before that is not the page's.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Import users" })).ToBeFocusedAsync();
        await page.TabToAsync(page.Locator("[data-upload] input[type=file]"));
        await page.Keyboard.PressAsync("Space");
        await (await chooser).SetFilesAsync(
            new FilePayload
            {
                Name = "morning.csv",
                MimeType = "text/csv",
                Buffer = System.Text.Encoding.UTF8.GetBytes(csv),
            }
        );
        await page.PressButtonAsync("Check what would change");
        await page.PressButtonAsync("Import 1 user");
        await Expect(page.GetByText("New", new() { Exact = true })).ToBeVisibleAsync();
    }

    // A customer whose connection broke makes another one instead of repairing it.
    private async Task ConnectAgainAsync(string user)
    {
        using var host = new HostApplication(server.Process);
        using var snapTrade = new SignedWebhooks(
            server.Process,
            SimulatorDefaults.ClientId,
            SimulatorDefaults.ConsumerKey
        );
        var some = (await host.GetAsync("connections?health=Healthy&limit=1")).GetProperty("items")[0];
        var brokerage = some.GetProperty("brokerage").GetProperty("id").GetString()!;
        var (broken, newer) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await SendAsync("CONNECTION_ADDED", broken);
        await SendAsync("CONNECTION_BROKEN", broken);
        await SendAsync("CONNECTION_ADDED", newer);

        Task SendAsync(string type, string connection) =>
            snapTrade.SendAsync(
                type,
                user,
                ("brokerageAuthorizationId", connection),
                ("brokerageId", brokerage)
            );
    }

    private static async Task KeepBothAsync(IPage page)
    {
        await page.GoToNamedAsync("duplicates:likely", "likely duplicates");
        await Expect(page).ToHaveURLAsync("/connections?health=Disabled&duplicates=true");
        await Expect(page.Locator("tr[data-row]")).Not.ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("tr[data-row]:focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        var cards = page.Locator(".duplicate");
        await Expect(cards).Not.ToHaveCountAsync(0);
        var before = await cards.CountAsync();
        await page.PressButtonAsync("Keep both: two different logins");
        await Expect(cards).ToHaveCountAsync(before - 1);
    }

    private static async Task InviteAsync(IPage page, string newcomer)
    {
        await page.GoToNamedAsync("invite", "Invite a colleague");
        await Expect(page.Locator(".mud-dialog :focus")).ToHaveCountAsync(1);
        await page.TabToAsync(page.GetByRole(AriaRole.Dialog).GetByLabel("E-mail address"));
        await page.Keyboard.TypeAsync(newcomer);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "is invited" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Done" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText(newcomer)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_row_that_works_shows_no_button_for_a_link_and_c_does_nothing()
    {
        var page = await OpenAsync("support", "/connections?health=Healthy");
        var row = page.Locator("tr[data-row]").First;
        await Expect(row).ToBeVisibleAsync();
        await Expect(row.Locator("[data-act=copy]")).ToBeHiddenAsync();

        await row.FocusAsync();
        await page.Keyboard.PressAsync("c");
        await page.Keyboard.PressAsync("Enter");

        // A dialog of the first key would have kept the second.
        await Expect(page.Locator(".timeline").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_order_turns_round_at_the_column()
    {
        var page = await OpenAsync("support", "/connections");
        var first = await page.Locator("tr[data-row] [data-open]").First.GetAttributeAsync("href");

        await page.GetByRole(AriaRole.Columnheader, new() { Name = "Broken for" })
            .GetByRole(AriaRole.Link)
            .PressAsync("Enter");

        await Expect(page).ToHaveURLAsync("/connections?sort=newest");
        await Expect(page.Locator("th[aria-sort=ascending]")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr[data-row] [data-open]").First).Not.ToHaveAttributeAsync("href", first!);
    }

    [Fact]
    public async Task Wrong_values_in_an_address_are_ignored_with_a_word()
    {
        var page = await OpenAsync("manager", "/connections?days=abc");
        await Expect(page.GetByText("Not used of the address: days=abc")).ToBeVisibleAsync();
        foreach (
            var path in (string[])
                ["/users?show=abc", "/emails?state=abc", "/history?from=abc", "/audit?from=abc"]
        )
        {
            await page.GotoAsync(path);
            await Expect(page.GetByText("Not used of the address:")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Long_words_in_an_address_stay_within_the_page()
    {
        var page = await OpenAsync("support", "/connections");
        await page.SetViewportSizeAsync(390, 844);
        var word = new string('x', 300);
        foreach (var query in (string[])["q", "brokerage"])
        {
            await page.GotoAsync($"/connections?{query}={word}");
            await Expect(page.Locator(".state-title")).ToBeVisibleAsync();
            Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    private async Task<IPage> OpenAsync(string role, string path)
    {
        var page = await NewPageAsync(server.Process.Origin);
        await page.SignInAsync(role);
        await page.OpenAsync(path);
        return page;
    }
}
