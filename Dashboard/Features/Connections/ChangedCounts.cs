using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Live;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>
/// Reads the counts once for the node after connections changed, and hands them to all its screens. The rows that changed go
/// first; while changes keep coming, figures follow twice a second, which is as fast as they can be read.
/// </summary>
/// <remarks>
/// It reads without an operator: only screens that require <c>ViewConnections</c> may subscribe.
/// </remarks>
public sealed class ChangedCounts(
    IDbContextFactory<DashboardDbContext> contexts,
    ConnectionFeed feed,
    TimeProvider time,
    ILogger<ChangedCounts> logger
) : IDisposable
{
    /// <summary>How long after the first change they are read.</summary>
    public static readonly TimeSpan Delay = ChangedRows.Gathering;

    /// <summary>The shortest time between two readings.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Listeners<CountsUpdate> _screens = new(
        time,
        exception => logger.Report(exception, "A screen with counts")
    );
    private IDisposable? _subscription;

    /// <summary>Calls back with counts, on a pool thread and never twice at a time, until the result is disposed.</summary>
    /// <param name="notify">Receives the counts.</param>
    /// <param name="shown">Completes when somebody can see the screen: it is told once then.</param>
    public IDisposable Subscribe(Func<CountsUpdate, Task> notify, Func<Task> shown)
    {
        lock (_gate)
            _subscription ??= feed.Subscribe(ReadAsync, ChangedRows.MaxChanges, Gap);
        return _screens.Add(notify, new PendingCounts(), ChangedRows.PaceOfScreens(shown));
    }

    public void Dispose() => _subscription?.Dispose();

    private async Task ReadAsync(FeedUpdate update)
    {
        if (_screens.Count == 0)
            return;
        await Task.Delay(Delay, time);
        _screens.Post(new CountsUpdate(await TryReadAsync()));
    }

    private async Task<ConnectionCounts?> TryReadAsync()
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            return await ConnectionReads.CountsAsync(db, default);
        }
        catch (Exception exception) when (Failures.IsTemporary(exception))
        {
            logger.Report(exception, "The counts of connections");
            return null;
        }
    }
}
