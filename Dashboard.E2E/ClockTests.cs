using System.Globalization;
using Dashboard.E2E.Support;
using Dashboard.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E;

/// <summary>Times move on in the browser, by the server's clock and in the server's words.</summary>
public sealed class ClockTests(Browsers browsers, DemoServer server) : BrowserTest(browsers)
{
    private static readonly DateTimeOffset Then = new(2026, 2, 28, 23, 30, 0, TimeSpan.FromHours(-5));

    [Fact]
    public async Task The_browser_and_the_server_use_the_same_words_for_every_age()
    {
        var page = await OpenListAsync(server.Process);
        List<TimeSpan> ages =
        [
            .. Enumerable.Range(-90, 4000).Select(i => TimeSpan.FromSeconds(i)),
            .. Enumerable.Range(0, 2000).Select(i => TimeSpan.FromMinutes(7 * i)),
            .. Enumerable.Range(0, 600).Select(i => TimeSpan.FromHours(5 * i)),
            .. Enumerable.Range(55, 1000).Select(i => TimeSpan.FromDays(i)),
        ];
        List<string[]> asked = [];
        List<string> expected = [];
        foreach (var age in ages)
        {
            // Another day of the year for each age, so that every month is among them.
            var local = Then.AddDays(age.Days);
            var now = local + age;
            string[] moment =
            [
                local.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
                now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            ];
            asked.AddRange([
                ["for", .. moment],
                ["ago", .. moment],
                ["since", .. moment],
                ["exact", .. moment],
            ]);
            expected.AddRange([
                TimeText.Duration(age),
                TimeText.Ago(local, now),
                TimeText.Since(local, now),
                TimeText.Exact(local),
            ]);
        }

        var words = await page.EvaluateAsync<string[]>(
            "asked => asked.map(([kind, time, now]) => window.dashboard.ageWords(kind, time, Number(now)))",
            asked
        );

        Assert.Equal(expected, words);
    }

    [Fact]
    public async Task A_browser_whose_clock_is_wrong_shows_the_right_ages()
    {
        var page = await OpenListAsync(
            server.Process,
            "const real = Date.now; Date.now = () => real() + 5 * 3600 * 1000;"
        );
        var age = page.Locator(".c-age time").First;
        await Expect(age).ToBeVisibleAsync();
        await Eventually.BecomesTrueAsync(() =>
            page.EvaluateAsync<bool>("Math.abs(Date.now() - window.dashboard.now() - 5 * 3600 * 1000) < 5000")
        );

        var since = DateTimeOffset.Parse(
            (await age.GetAttributeAsync("datetime"))!,
            CultureInfo.InvariantCulture
        );
        Assert.Contains(await age.InnerTextAsync(), WordsAround(since));
        await Expect(page.Locator("[data-as-of]")).ToHaveTextAsync(ClockAround());
    }

    [Fact]
    public async Task Ages_move_on_without_the_server_and_give_way_to_what_the_server_says_next()
    {
        // Its own server without checks, so that nothing finds the connection repaired and takes its row away.
        await using var own = await DashboardProcess.StartDemoAsync(("Reconciliation__Every", "00:00:00"));
        var page = await OpenListAsync(own);
        var row = page.Locator("tr[data-row]", new() { Has = page.Locator(".c-contact time") }).First;
        var name = await row.Locator("[data-open]").GetAttributeAsync("href");
        var age = page.Locator($"tr:has([href='{name}']) .c-age time");
        var contact = page.Locator($"tr:has([href='{name}']) .c-contact time");
        var before = await age.InnerTextAsync();

        await page.EvaluateAsync("window.dashboard.setNow(window.dashboard.now() + 40 * 86400 * 1000)");
        await Expect(age).Not.ToHaveTextAsync(before);
        await page.EvaluateAsync("window.dashboard.setNow(window.dashboard.now() - 40 * 86400 * 1000)");
        await Expect(age).ToHaveTextAsync(before);

        // Other words than the server wrote; then the server writes others, and then the same ones about another moment.
        foreach (var words in (string[])["40 d ago", "55 min ago"])
        {
            await contact.EvaluateAsync("(time, words) => { time.firstChild.data = words; }", words);
            await MakeLinkAsync(page, name!);
            await Expect(contact).ToHaveTextAsync("just now");
        }
    }

    private static async Task MakeLinkAsync(IPage page, string name)
    {
        await page.CopyLinkAsync(page.Locator($"tr:has([href='{name}']) [data-act=copy]"));
        var dialog = page.GetByRole(AriaRole.Dialog);
        // The dialog listens to Escape a moment after it is shown, and before it moves the focus.
        await Expect(dialog.Locator("[data-copy-made]")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
    }

    private static IEnumerable<string> WordsAround(DateTimeOffset since) =>
        Enumerable
            .Range(-1, 3)
            .Select(minutes =>
                TimeText.Duration(TimeProvider.System.GetUtcNow().AddMinutes(minutes) - since)
            );

    // The browser's zone is Berlin's.
    private static System.Text.RegularExpressions.Regex ClockAround()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var now = TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone);
        var minutes = Enumerable
            .Range(-1, 3)
            .Select(m => now.AddMinutes(m).ToString("HH:mm", CultureInfo.InvariantCulture));
        return new($"^({string.Join('|', minutes)}):[0-9]{{2}}$", default, TimeSpan.FromSeconds(1));
    }

    private async Task<IPage> OpenListAsync(DashboardProcess process, string? script = null)
    {
        var page = await NewPageAsync(process.Origin);
        if (script is not null)
            await page.AddInitScriptAsync(script);
        await page.SignInAsync("support");
        await page.GotoAsync("/connections");
        await Expect(page.Locator("tr[data-row]").First).ToBeVisibleAsync();
        return page;
    }
}
