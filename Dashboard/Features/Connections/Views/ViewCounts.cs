using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Live;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Views;

/// <summary>A list that is counted, for one operator when it depends on who reads it.</summary>
/// <param name="OperatorId">Empty: the same for everybody.</param>
internal sealed record CountedList(ConnectionsView View, string OperatorId)
{
    public static CountedList Of(ConnectionsView view, string operatorId) =>
        new(view with { Sort = default }, view.Mine ? operatorId : "");
}

/// <summary>
/// The counts of lists of which none is kept, read once for the node. Each is read again only after something changed,
/// or after a minute, because ages and snoozes end with time; counting takes a twentieth of one core at most.
/// Not thread-safe.
/// </summary>
internal sealed class ViewCounts(ConnectionFeed feed, TimeProvider time) : IDisposable
{
    /// <summary>The shortest time between two readings.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    // How much longer than the counting the pause after it is.
    private const double RestPerCost = 20;

    private readonly Dictionary<CountedList, Reading> _readings = [];
    private IDisposable? _subscription;
    private DateTimeOffset _restsUntil;
    private long _changes;

    /// <summary>The last count; null when it was not read yet.</summary>
    public ViewCount? Of(CountedList list) => _readings.TryGetValue(list, out var read) ? read.Count : null;

    /// <summary>Reads the counts that are due, and forgets those of other lists.</summary>
    public async Task ReadAsync(
        DashboardDbContext db,
        IReadOnlySet<CountedList> lists,
        CancellationToken cancellationToken
    )
    {
        _subscription ??= feed.Subscribe(NoteAsync, maxChanges: 1, gap: Rest / 10);
        foreach (var other in _readings.Keys.Where(key => !lists.Contains(key)).ToList())
            _readings.Remove(other);
        var (now, changes) = (time.GetUtcNow(), Interlocked.Read(ref _changes));
        var due = lists.Where(list => IsDue(list, now, changes)).ToList();
        if (due.Count == 0)
            return;
        var began = time.GetTimestamp();
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var counts = await ConnectionReads.CountsAsync(db, cancellationToken);
        foreach (var list in due)
        {
            var number = await ViewCounter.CountAsync(
                db,
                list.View,
                list.View.ToFilter(now, list.OperatorId),
                counts,
                brokerages.Values,
                cancellationToken
            );
            _readings[list] = new(new ViewCount(number), changes, now);
        }
        var pause = RestPerCost * time.GetElapsedTime(began);
        _restsUntil = time.GetUtcNow() + (pause > Rest ? pause : Rest);
    }

    public void Dispose() => _subscription?.Dispose();

    private bool IsDue(CountedList list, DateTimeOffset now, long changes) =>
        !_readings.TryGetValue(list, out var read)
        || (now >= _restsUntil && (read.Changes != changes || now - read.At >= MaxAge));

    private Task NoteAsync(FeedUpdate update)
    {
        Interlocked.Increment(ref _changes);
        return Task.CompletedTask;
    }

    private sealed record Reading(ViewCount Count, long Changes, DateTimeOffset At);
}
