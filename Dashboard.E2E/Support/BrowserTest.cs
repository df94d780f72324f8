using Microsoft.Playwright;

namespace Dashboard.E2E.Support;

/// <summary>
/// A test with people at browsers. Their pages close with the test: a page left open goes on asking for a server that
/// is gone.
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

    /// <summary>The first page of a fresh person.</summary>
    protected async Task<IPage> NewPageAsync(Uri origin, int width = 1440)
    {
        var person = await browsers.NewContextAsync(origin, width);
        _people.Add(person);
        return await person.NewPageAsync();
    }
}
