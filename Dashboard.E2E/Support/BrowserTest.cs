using Microsoft.Playwright;

namespace Dashboard.E2E.Support;

/// <summary>
/// A test that uses browsers. Its pages close with the test, because an open page would keep sending requests to a
/// stopped server.
/// </summary>
public abstract class BrowserTest(Browsers browsers) : IAsyncDisposable
{
    private readonly List<IBrowserContext> _people = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
            await person.CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens a page in a new browser context.</summary>
    protected async Task<IPage> NewPageAsync(Uri origin, int width = 1440, string language = "en-GB")
    {
        var person = await browsers.NewContextAsync(origin, width, language);
        _people.Add(person);
        return await person.NewPageAsync();
    }
}
