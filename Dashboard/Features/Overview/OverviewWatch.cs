using Dashboard.Data.Work;
using Dashboard.Live;

namespace Dashboard.Features.Overview;

/// <summary>
/// What the overview shows, read once for the node and handed to all its screens: counts and the stream with the changes of the
/// feed, at most once a second; the rest by a timer that rests much longer than it reads. While nobody looks it reads every five
/// minutes, so that the next screen opens at once.
/// </summary>
/// <remarks>It reads without an operator: only screens that require <c>ViewConnections</c> may subscribe.</remarks>
internal sealed class OverviewWatch(
    OverviewNowReader nowReader,
    OverviewFigureReader figureReader,
    ConnectionFeed feed,
    TimeProvider time
) : IRecurringWork, IDisposable
{
    private const int RestFactor = 50;
    private const int MaxChanges = 1;
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unwatched = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly Lock _gate = new();
    private Action[] _screens = [];
    private IDisposable? _subscription;
    private long _readings;
    private long _shownReading;

    public OverviewNow? Now { get; private set; }
    public OverviewFigures? Figures { get; private set; }

    public string Name => "overview-watch";
    public TimeSpan Interval => TimeSpan.FromSeconds(5);
    public WakeSignal Signal { get; } = new();

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        if (_screens.Length == 0 && time.GetUtcNow() - Figures?.AsOf < Unwatched)
            return null;
        var began = time.GetTimestamp();
        await ReadAsync(stoppingToken);
        var rest = RestFactor * time.GetElapsedTime(began);
        return rest > Interval ? rest : null;
    }

    /// <summary>Calls back after something was read again, on a pool thread, until the result is disposed.</summary>
    public IDisposable Subscribe(Action changed)
    {
        lock (_gate)
        {
            _subscription ??= feed.Subscribe(_ => ReadNowAsync(), MaxChanges, Gathering);
            _screens = [.. _screens, changed];
        }
        Signal.Wake();
        return new Screen(this, changed);
    }

    /// <summary>Reads what was never read on this node.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) =>
        Now is null || Figures is null ? ReadAsync(cancellationToken) : Task.CompletedTask;

    public void Dispose()
    {
        _subscription?.Dispose();
        _reading.Dispose();
        Signal.Dispose();
    }

    private async Task ReadNowAsync()
    {
        if (_screens.Length == 0)
            return;
        await ReadCountsAsync(CancellationToken.None);
        Tell();
    }

    // Two readings may run at once: the one that began later is at least as new.
    private async Task ReadCountsAsync(CancellationToken cancellationToken)
    {
        var reading = Interlocked.Increment(ref _readings);
        var now = await nowReader.ReadAsync(cancellationToken);
        lock (_gate)
        {
            if (reading > _shownReading)
                (Now, _shownReading) = (now, reading);
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            await ReadCountsAsync(cancellationToken);
            Figures = await figureReader.ReadAsync(cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
        Tell();
    }

    private void Tell()
    {
        foreach (var screen in _screens)
            screen();
    }

    private void Remove(Action changed)
    {
        lock (_gate)
            _screens = [.. _screens.Where(screen => screen != changed)];
    }

    private sealed class Screen(OverviewWatch watch, Action changed) : IDisposable
    {
        public void Dispose() => watch.Remove(changed);
    }
}
