using Dashboard.E2E.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Back from a connection leads to the same place in a long list.</summary>
public sealed class PlaceTests(Browsers browsers, LongListServer server)
    : BrowserTest(browsers),
        IClassFixture<LongListServer>
{
    private const string List = "/connections?health=Healthy";

    [Theory]
    [InlineData(1440)]
    [InlineData(390)]
    public async Task Back_leads_to_the_row_at_the_same_height_with_the_keyboard_on_it(int width)
    {
        var page = await OpenAsync(width);
        var row = await ScrollFarAsync(page);
        var (name, top) = (await row.GetAttributeAsync("aria-labelledby"), await TopAsync(row));

        await row.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".timeline").First).ToBeVisibleAsync();
        await page.GoBackAsync();

        await Expect(page.Locator("tr:focus")).ToHaveAttributeAsync("aria-labelledby", name!);
        await Eventually.BecomesTrueAsync(async () =>
            Math.Abs(await TopAsync(page.Locator("tr:focus")) - top) <= 2
        );
        Assert.EndsWith(List, page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_stepping_through_connections_Back_leads_to_the_row_of_the_last_one()
    {
        var page = await OpenAsync(1440);
        var row = await ScrollFarAsync(page);
        var index = int.Parse((await row.GetAttributeAsync("aria-rowindex"))!) - 1;
        await row.FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".steps .num")).ToContainTextAsync($"{index} of");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".steps .num")).ToContainTextAsync($"{index + 1} of");
        await page.Keyboard.PressAsync("j");
        await Expect(page.Locator(".steps .num")).ToContainTextAsync($"{index + 2} of");
        await page.Keyboard.PressAsync("k");
        await Expect(page.Locator(".steps .num")).ToContainTextAsync($"{index + 1} of");
        var address = new Uri(page.Url).AbsolutePath;
        await page.GoBackAsync();

        await Expect(page.Locator("tr:focus [data-open]")).ToHaveAttributeAsync("href", address);
        await Expect(page.Locator("tr:focus")).ToBeInViewportAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_that_lost_its_server_comes_back_to_its_filter_and_its_place(bool hasKeyboard)
    {
        var page = await OpenAsync(1440);
        var row = await ScrollFarAsync(page);
        var top = await TopAsync(row);
        var address = (await row.Locator("[data-open]").GetAttributeAsync("href"))!;
        if (hasKeyboard)
            await row.FocusAsync();

        await server.Process.KillAsync();
        await Expect(page.Locator(".live-on")).ToBeHiddenAsync();
        await server.Process.RestartAsync();

        await Expect(page.Locator(".live-on")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        var same = page.Locator($"tr:has([href='{address}'])");
        await Eventually.BecomesTrueAsync(async () => Math.Abs(await TopAsync(same) - top) <= 2);
        // Keys of somebody who was elsewhere must not meet a row.
        await Expect(page.Locator("tr:focus")).ToHaveCountAsync(hasKeyboard ? 1 : 0);
        if (hasKeyboard)
            await Expect(same).ToBeFocusedAsync();
        Assert.EndsWith(List, page.Url, StringComparison.Ordinal);
    }

    private async Task<IPage> OpenAsync(int width)
    {
        var page = await NewPageAsync(server.Process.Origin, width);
        await page.SignInAsync("support");
        await page.OpenAsync(List);
        await Expect(page.Locator("tr[data-row]").First).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Scrolls page after page, as a person does, and returns a row that is 300 pixels below the window's top.</summary>
    private static async Task<ILocator> ScrollFarAsync(IPage page)
    {
        foreach (var far in (int[])[150, 250, 350])
        {
            // The list grows while it is read: the end that was scrolled to may not be the end any more.
            await Eventually.BecomesTrueAsync(() =>
                page.EvaluateAsync<bool>(
                    """
                    far => {
                        scrollTo(0, document.documentElement.scrollHeight);
                        return [...document.querySelectorAll("tr[data-row]")].some(r => r.getAttribute("aria-rowindex") > far);
                    }
                    """,
                    far
                )
            );
        }
        var isThere = false;
        await Eventually.BecomesTrueAsync(async () =>
        {
            var wasThere = isThere;
            isThere = await page.EvaluateAsync<bool>(
                """
                () => {
                    const rows = [...document.querySelectorAll("tr[data-row]")];
                    const row = rows.find(r => r.getAttribute("aria-rowindex") === "301") ?? rows[0];
                    if (!row) return false;
                    const away = row.getBoundingClientRect().top - 300 + (301 - row.getAttribute("aria-rowindex")) * row.offsetHeight;
                    scrollBy(0, away);
                    return row.getAttribute("aria-rowindex") === "301" && Math.abs(away) <= 1;
                }
                """
            );
            // Rows that are read around it may move it once more.
            return isThere && wasThere;
        });
        return page.Locator("tr[aria-rowindex='301']");
    }

    private static Task<double> TopAsync(ILocator row) =>
        row.EvaluateAsync<double>("row => row.getBoundingClientRect().top");
}

/// <summary>A server with more connections than a list reads at once.</summary>
public sealed class LongListServer : IAsyncLifetime
{
    public DashboardProcess Process { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Process = await DashboardProcess.StartDemoAsync(
            ("Simulator__Users", "400"),
            ("Simulator__Connections", "600")
        );

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
