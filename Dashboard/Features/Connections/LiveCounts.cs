using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Components.Time;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Live;

namespace Dashboard.Features.Connections;

/// <summary>
/// The counts of one circuit, updated with the feed and shown in the rail. The feed calls at most four times a second,
/// and counting reads a few stored figures. A reading that failed is repeated with the next tick, so that old figures do
/// not stay until the next change.
/// </summary>
public sealed class LiveCounts(
    ConnectionQueries queries,
    CurrentOperator current,
    ConnectionFeed feed,
    Ticker ticker,
    INavigationCatalog navigation,
    ILogger<LiveCounts> logger
) : IDisposable
{
    private IDisposable? _subscription;
    private IDisposable? _ticks;
    private volatile bool _isBehind;

    /// <summary>Raised after <see cref="Now"/> was read again; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Null until the first reading.</summary>
    public ConnectionCounts? Now { get; private set; }

    /// <summary>Reads now and with every change. May be called again.</summary>
    public async Task StartAsync()
    {
        if (!current.Can(Permission.ViewConnections))
            return;
        _subscription ??= feed.Subscribe(_ => ReadAsync());
        _ticks ??= ticker.Subscribe(() => _ = CatchUpAsync());
        await ReadAsync();
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _ticks?.Dispose();
    }

    private async Task CatchUpAsync()
    {
        try
        {
            if (_isBehind)
                await ReadAsync();
        }
        catch (Exception exception) when (Failures.IsTemporary(exception))
        {
            logger.Report(exception, "The counts");
        }
    }

    private async Task ReadAsync()
    {
        _isBehind = true;
        Now = await queries.CountsAsync(CancellationToken.None);
        _isBehind = false;
        navigation.SetCount(ConnectionsView.Path, (int)Math.Min(Now.All.Disabled, int.MaxValue));
        Changed?.Invoke();
    }
}
