using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Dashboard.E2E.Support.Browsers))]
// Some tests wait for the next pass or for the lease of a killed server, so others can use the processor.
[assembly: Xunit.v3.Parallelization(MaxThreads = 3)]

namespace Dashboard.E2E.Support;

/// <summary>Provides one Chromium for all tests.</summary>
public sealed class Browsers : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private const int PatienceMilliseconds = 20_000;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        // Long enough for a machine that starts two other servers at the same time.
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
        var installed = Environment.GetEnvironmentVariable("DASHBOARD_TEST_CHROMIUM");
        _browser = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = string.IsNullOrEmpty(installed) ? null : installed, Args = Arguments }
        );
    }

    /// <summary>Creates a context with its own cookies and clipboard, for a desktop or a phone.</summary>
    public async Task<IBrowserContext> NewContextAsync(Uri origin, int width, string language)
    {
        var context = await _browser!.NewContextAsync(
            new()
            {
                BaseURL = origin.ToString(),
                ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
                ColorScheme = ColorScheme.Light,
                // Disables transitions, so that no colour is checked while it changes.
                ReducedMotion = ReducedMotion.Reduce,
                Permissions = ["clipboard-read", "clipboard-write"],
                TimezoneId = "Europe/Berlin",
                Locale = language,
                // Of the proxies that a test starts.
                IgnoreHTTPSErrors = true,
            }
        );
        context.SetDefaultTimeout(PatienceMilliseconds);
        return context;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
