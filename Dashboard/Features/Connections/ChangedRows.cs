using Dashboard.Components;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Live;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>
/// Reads what changed once for the node and hands it to all its screens, so that a change costs the database the same
/// whether one screen is open or a thousand. Changes of <see cref="Gathering"/> are read together.
/// </summary>
/// <remarks>
/// It reads without an operator: only screens that require <c>ViewConnections</c> may subscribe.
/// </remarks>
public sealed class ChangedRows(
    IDbContextFactory<DashboardDbContext> contexts,
    ConnectionFeed feed,
    TimeProvider time,
    ILogger<ChangedRows> logger
) : IDisposable
{
    public static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(100);

    // Two hundred screens take about 15 ms to render a change. While changes keep coming, a thousand are called every 500 ms.
    private static readonly TimeSpan GatheringPerListener = TimeSpan.FromMicroseconds(500);

    // Single changes that come closer are shown at once.
    private const int Burst = 3;

    // Far more than a screen shows: rows are read once for all screens, and above this number each reads its own again.
    internal const int MaxChanges = 2000;

    private readonly Lock _gate = new();
    private readonly Listeners<RowsUpdate> _screens = new(
        time,
        exception => logger.Report(exception, "A screen with connections")
    );
    private IDisposable? _subscription;

    /// <summary>Calls back with changes, on a pool thread and never twice at a time, until the result is disposed.</summary>
    /// <param name="notify">Receives the changes.</param>
    /// <param name="shown">Completes when somebody can see the screen: changes are merged until then.</param>
    public IDisposable Subscribe(Func<RowsUpdate, Task> notify, Func<Task> shown)
    {
        lock (_gate)
            _subscription ??= feed.Subscribe(ReadAsync, MaxChanges, Gathering);
        return _screens.Add(notify, new PendingRows(MaxChanges), PaceOfScreens(shown));
    }

    /// <summary>How often a screen is called: the node gathers for all of them already.</summary>
    /// <param name="shown">Completes when somebody can see it.</param>
    internal static Pace PaceOfScreens(Func<Task> shown) =>
        ConnectionFeed.PaceOfScreens(shown) with
        {
            Gap = Gathering,
            GapPerListener = GatheringPerListener,
            Burst = Burst,
        };

    public void Dispose() => _subscription?.Dispose();

    private async Task ReadAsync(FeedUpdate update)
    {
        if (_screens.Count == 0)
            return;
        using var span = Traces.Start(Traces.ReadRows, update.Cause);
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            var ids = update.Changes.Select(c => c.Id).ToList();
            var rows = ids.Count == 0 ? [] : await ConnectionReads.FindAsync(db, ids, default);
            _screens.Post(
                new RowsUpdate(
                    update.Changes,
                    rows.Select(SharedRows.Of).ToDictionary(r => r.Id, StringComparer.Ordinal),
                    update.MustReread
                )
                {
                    Cause = span?.Context ?? default,
                }
            );
        }
        catch (Exception exception) when (Failures.IsTemporary(exception))
        {
            logger.Report(exception, "The changed connections");
            _screens.Post(RowsUpdate.Reread);
        }
    }
}
