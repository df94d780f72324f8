using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.E2E.Support;

/// <summary>Checks that apply to every screen.</summary>
internal static class ScreenCheck
{
    private const int NarrowPhone = 320;
    private static readonly TimeSpan ScanPatience = TimeSpan.FromMinutes(1);
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // Razor drops white space between blocks. Two texts touch when the next begins on the line and where the last ended;
    // columns that a narrow window hides have no width.
    private const string GluedWords = """
        () => {
            const at = (node, index) => {
                const range = document.createRange();
                range.setStart(node, index);
                range.setEnd(node, index + 1);
                return range.getClientRects()[0];
            };
            // The end of a text that is cut is nowhere to be seen.
            const isCut = node => {
                for (let e = node.parentElement; e; e = e.parentElement)
                    if (e.scrollWidth > e.clientWidth && getComputedStyle(e).textOverflow === 'ellipsis') return true;
                return false;
            };
            const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const found = [];
            let last = null;
            for (let node = texts.nextNode(); node; node = texts.nextNode()) {
                const parent = node.parentElement;
                if (!node.data.trim() || !parent.checkVisibility() || parent.closest("pre, .mono, svg")) continue;
                if (last && /[\p{L}.,;:)!?]$/u.test(last.data) && /^[\p{L}(]/u.test(node.data)) {
                    const [end, start] = [at(last, last.data.length - 1), at(node, 0)];
                    if (end?.width && start?.width && Math.abs(end.top - start.top) < 6 && Math.abs(start.left - end.right) < 1.5 && !isCut(last))
                        found.push(`${last.data.slice(-30)}|${node.data.slice(0, 30)}`);
                }
                last = node;
            }
            return found;
        }
        """;

    /// <summary>Checks that the screen fits its window and is accessible in the light and dark themes, also zoomed.</summary>
    /// <param name="page">Shows the screen.</param>
    /// <param name="name">In the words of a failure.</param>
    /// <param name="isZoomed">False where something open has its place only as long as the window keeps its size.</param>
    public static async Task CheckScreenAsync(this IPage page, string name, bool isZoomed = true)
    {
        // Every screen shows its title and heading with its contents.
        await Expect(page).Not.ToHaveTitleAsync("");
        await Expect(page.Locator("h1").First).ToBeAttachedAsync();
        // A function, because an expression would be compiled each time, which the pages' policy forbids.
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('link[rel=stylesheet]')].every(link => link.sheet)"
        );
        await page.CheckWidthAsync(name);
        var glued = await page.EvaluateAsync<string[]>(GluedWords);
        Assert.True(
            glued.Length == 0,
            $"Words run together on the {name} screen: {string.Join("; ", glued)}"
        );
        // A dialog is on the page that the previous scan prepared.
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
            await page.EvaluateAsync(Axe);
        var isDark = await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches");
        await page.ScanAsync(name, only: null);
        // A theme changes only colours.
        await page.UseThemeAsync(isDark ? ColorScheme.Light : ColorScheme.Dark);
        await page.ScanAsync(name, only: "color-contrast");
        // Which depends on no width.
        if (page.ViewportSize!.Width > NarrowPhone * 2)
            await page.CheckForcedColoursAsync(name);
        if (isZoomed)
            await page.CheckZoomAsync(name);
    }

    // The system's colours replace the page's, except where a style keeps its own: text there must stay readable.
    private static async Task CheckForcedColoursAsync(this IPage page, string name)
    {
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active });
        var kept = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('body *')]
                .filter(e => getComputedStyle(e).forcedColorAdjust === 'none' && e.checkVisibility())
                .filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                .map(e => e.outerHTML.slice(0, 120))
            """
        );
        await page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.None });
        Assert.True(kept.Length == 0, $"{name} keeps colours of text: {string.Join("; ", kept)}");
    }

    // A desktop at 200 % is as narrow as half of it, and a narrow phone, or a desktop at 400 %, has 320 pixels.
    private static async Task CheckZoomAsync(this IPage page, string name)
    {
        var size = page.ViewportSize!;
        var zoomed = size.Width > NarrowPhone * 2 ? size.Width / 2 : NarrowPhone;
        await page.SetViewportSizeAsync(zoomed, size.Height);
        await page.CheckWidthAsync($"{name}, {zoomed} pixels wide,");
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }

    private static async Task CheckWidthAsync(this IPage page, string name)
    {
        // Not at once: after a change of the window's size the browser lays out more than once.
        try
        {
            await page.WaitForFunctionAsync(
                "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth",
                null,
                new() { Timeout = 5_000 }
            );
            return;
        }
        catch (TimeoutException)
        {
            // What is outside is told below.
        }
        var outside = await page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('body *')]
                .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
                .map(e => e.cloneNode().outerHTML.slice(0, 160))
            """
        );
        Assert.Fail($"The {name} screen is wider than its window: {string.Join(" ", outside.Take(8))}");
    }

    // A message is shown in a frame without scripts, where axe would wait for a timeout.
    private static async Task ScanAsync(this IPage page, string name, string? only)
    {
        var scan = page.EvaluateAsync<string[]>(
            """
            async only => {
                const options = { iframes: false, resultTypes: ['violations'], ...(only && { runOnly: [only] }) };
                const { violations } = await axe.run(document, options);
                const theme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
                return violations.flatMap(violation => violation.nodes.map(
                    node => `${theme}: ${violation.help}: ${node.html}: ${node.failureSummary}`));
            }
            """,
            only
        );
        var problems = await scan.WaitAsync(ScanPatience);
        Assert.True(problems.Length == 0, $"{name}:\n{string.Join('\n', problems)}");
    }

    // Customers' pages follow the browser, our own parts the document, MudBlazor's the circuit. Waits for transitions.
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
        // An element that inherits a colour starts its transition after its parent's, so several frames must be without one.
        // Transitions inside a closed <details> never advance.
        await page.EvaluateAsync("window.quietFrames = 0");
        await page.WaitForFunctionAsync(
            """
            () => {
                const isFading = document.getAnimations().some(animation => animation instanceof CSSTransition
                    && animation.playState === 'running' && animation.effect.target.checkVisibility());
                return (window.quietFrames = isFading ? 0 : window.quietFrames + 1) > 2;
            }
            """
        );
    }

    private static string LightSurface => Of(Components.Theme.Default.PaletteLight.Surface.Value);

    private static string DarkSurface => Of(Components.Theme.Default.PaletteDark.Surface.Value);

    // "#ffffffff" here is "rgba(255,255,255,1)" in the page.
    private static string Of(string surface)
    {
        var colour = new MudBlazor.Utilities.MudColor(surface);
        return $"rgba({colour.R},{colour.G},{colour.B}";
    }
}
