using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Components.Navigation;
using Dashboard.Components.Screens;
using Dashboard.Components.Time;
using Dashboard.Domain;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Connections;

/// <summary>
/// The counts of one circuit, shown in the rail. The node reads them after changes; only the first are read here, and
/// those that the node could not read, with the next tick, so that old figures do not stay until the next change.
/// </summary>
public sealed class LiveCounts(
    ConnectionQueries queries,
    CurrentOperator current,
    ChangedCounts changes,
    WindowVisibility window,
    ScreenReads reads,
    ScreenRenders turns,
    ScreenBatch batch,
    Ticker ticker,
    INavigationCatalog navigation,
    ILogger<LiveCounts> logger
) : IDisposable
{
    private IDisposable? _subscription;
    private IDisposable? _ticks;
    private volatile bool _isBehind;
    private int _updates;

    /// <summary>Raised after <see cref="Now"/> was read again; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Null until the first reading.</summary>
    public ConnectionCounts? Now { get; private set; }

    /// <summary>Reads now and with every change. May be called again.</summary>
    public async Task StartAsync()
    {
        if (!current.Can(Permission.ViewConnections))
            return;
        _subscription ??= changes.Subscribe(TakeAsync, window.ShownAsync);
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

    private Task TakeAsync(CountsUpdate update)
    {
        Interlocked.Increment(ref _updates);
        _isBehind = update.Counts is null;
        return update.Counts is { } counts
            ? turns.RunAsync(() => batch.RunAsync(() => Show(counts)))
            : Task.CompletedTask;
    }

    private async Task ReadAsync()
    {
        _isBehind = true;
        var updates = Volatile.Read(ref _updates);
        ConnectionCounts? read = null;
        await reads.RunAsync(async () => read = await queries.CountsAsync(CancellationToken.None));
        // What the node read meanwhile may be newer.
        if (Now is not null && updates != Volatile.Read(ref _updates))
            return;
        _isBehind = false;
        Show(read!);
    }

    private void Show(ConnectionCounts counts)
    {
        Now = counts;
        navigation.SetCount(ConnectionsView.Path, (int)Math.Min(counts.All.Disabled, int.MaxValue));
        Changed?.Invoke();
    }
}
