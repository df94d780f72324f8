using Dashboard.Access;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Live;

namespace Dashboard.Features.Connections;

/// <summary>
/// The counts of one circuit, kept up with the feed and shown in the rail. The feed calls at most four
/// times a second, and counting reads a few kept figures.
/// </summary>
public sealed class LiveCounts(
    ConnectionQueries queries,
    CurrentOperator current,
    ConnectionFeed feed,
    INavigationCatalog navigation
) : IDisposable
{
    private IDisposable? subscription;

    /// <summary>Raised after <see cref="Now"/> was read again; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Null until the first reading.</summary>
    public ConnectionCounts? Now { get; private set; }

    /// <summary>Reads, and goes on reading with every change. May be called again.</summary>
    public async Task StartAsync()
    {
        if (!current.Can(Permission.ViewConnections))
            return;
        subscription ??= feed.Subscribe(_ => ReadAsync());
        await ReadAsync();
    }

    public void Dispose() => subscription?.Dispose();

    private async Task ReadAsync()
    {
        Now = await queries.CountsAsync(CancellationToken.None);
        navigation.SetCount(ConnectionsView.Path, (int)Math.Min(Now.All.Disabled, int.MaxValue));
        Changed?.Invoke();
    }
}
