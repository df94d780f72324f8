namespace Dashboard.Tests.Features.Reconnect;

/// <summary>Tests over a host of the customer's pages of their own.</summary>
public abstract class ReconnectContext : IAsyncLifetime
{
    private protected ReconnectHost Host { get; private set; } = null!;

    /// <summary>The customer's browser.</summary>
    private protected HttpClient Customer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await ReconnectHost.StartAsync();
        Customer = Host.Customer();
        await PrepareAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Customer.Dispose();
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What comes before each test.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;
}
