using Dashboard.Components;
using Dashboard.Components.Screens;
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

    // Renders in step would take all cores at once, and webhooks would wait for them.
    private static readonly int ScreensAtOnce = Math.Max(1, Environment.ProcessorCount / 2);

    // A screen that does not answer holds up the others for this long at most.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Turns _turns = new(ScreensAtOnce, Patience, time);
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
        // The node gathers for all of them already.
        var pace = ConnectionFeed.PaceOfScreens(shown) with
        {
            Gap = Gathering,
            GapPerListener = GatheringPerListener,
            Burst = Burst,
        };
        return _screens.Add(notify, new PendingRows(MaxChanges), pace);
    }

    /// <summary>Renders a screen when it is its turn: half of the cores at most render at a time.</summary>
    /// <param name="render">
    /// Completes when the screen is rendered; it should not read. When it takes longer than two seconds the next screen has
    /// its turn meanwhile.
    /// </param>
    public Task InTurnAsync(Func<Task> render) => _turns.RunAsync(render);

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
            var counts = await ConnectionReads.CountsAsync(db, default);
            _screens.Post(
                new RowsUpdate(
                    update.Changes,
                    rows.Select(SharedRows.Of).ToDictionary(r => r.Id, StringComparer.Ordinal),
                    counts,
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
