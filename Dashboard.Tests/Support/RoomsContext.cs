namespace Dashboard.Tests.Support;

/// <summary>Tests over a host of their own, which a program and a browser call.</summary>
public abstract class RoomsContext : IAsyncLifetime
{
    private protected RoomsHost Host { get; private set; } = null!;

    /// <summary>A program with the admin's API key.</summary>
    private protected HttpClient Api { get; private set; } = null!;

    /// <summary>A browser that is not signed in.</summary>
    private protected SignInBrowser Browser { get; private set; } = null!;

    /// <summary>What the host is started with beside the usual.</summary>
    protected virtual (string Key, string? Value)[] Settings => [];

    public async ValueTask InitializeAsync()
    {
        Host = await RoomsHost.StartAsync(Settings);
        (Api, Browser) = (Host.Api(), new SignInBrowser(Host));
        await SeedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        Browser.Dispose();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Puts what all tests of the class need into the database.</summary>
    protected virtual Task SeedAsync() => Task.CompletedTask;
}
