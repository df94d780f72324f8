using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Dashboard.E2E.Support;

/// <summary>What holds for every screen.</summary>
internal static class ScreenCheck
{
    // A shown message is a document of its own that no script may enter: axe would wait for its answer for long.
    private static readonly AxeRunOptions Everything = new() { Iframes = false };

    // A theme is colours and nothing else.
    private static readonly AxeRunOptions Colours = new()
    {
        Iframes = false,
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast"] },
    };

    /// <summary>The screen fits its window and is accessible, in the light and in the dark.</summary>
    public static async Task CheckScreenAsync(this IPage page, string name)
    {
        await page.WaitForFunctionAsync(
            "[...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)"
        );
        var overflow = await page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        );
        Assert.True(overflow <= 0, $"The {name} screen is {overflow} pixels wider than its window.");
        await page.ScanAsync(name, Everything);
        await page.UseThemeAsync(ColorScheme.Dark);
        await page.ScanAsync($"{name}, dark", Colours);
        await page.UseThemeAsync(ColorScheme.Light);
    }

    private static async Task ScanAsync(this IPage page, string name, AxeRunOptions options)
    {
        var found = await page.RunAxe(options);
        var problems = found.Violations.Select(v => $"{v.Id}: {v.Help}: {v.Nodes[0].Html}");
        Assert.True(found.Violations.Length == 0, $"{name}:\n{string.Join('\n', problems)}");
    }

    // Customers' pages follow the browser, our own parts the document, MudBlazor's the circuit. What fades is waited for.
    private static async Task UseThemeAsync(this IPage page, ColorScheme scheme)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await page.WaitForFunctionAsync(
            """
            ([theme, surface]) => {
                const root = document.documentElement;
                const mud = getComputedStyle(root).getPropertyValue('--mud-palette-surface');
                return (root.dataset.theme ?? theme) === theme
                    && (!document.querySelector('.app') || mud.startsWith(surface));
            }
            """,
            scheme == ColorScheme.Dark ? (string[])["dark", DarkSurface] : ["light", LightSurface]
        );
        await page.EvaluateAsync(
            """
            async () => {
                await new Promise(painted => requestAnimationFrame(() => requestAnimationFrame(painted)));
                await Promise.allSettled(document.getAnimations().map(fade => fade.finished));
            }
            """
        );
    }

    private static string LightSurface => Of(Components.Theme.Default.PaletteLight.Surface.Value);

    private static string DarkSurface => Of(Components.Theme.Default.PaletteDark.Surface.Value);

    // "#ffffffff" here, and "rgba(255,255,255,1)" in the page.
    private static string Of(string surface)
    {
        var colour = new MudBlazor.Utilities.MudColor(surface);
        return $"rgba({colour.R},{colour.G},{colour.B}";
    }
}
