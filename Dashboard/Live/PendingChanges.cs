using System.Diagnostics;
using Dashboard.Domain.Connections;

namespace Dashboard.Live;

/// <summary>What listeners are told.</summary>
internal interface IUpdate
{
    /// <summary>The span that led to it, also of another node; default when none is known.</summary>
    ActivityContext Cause { get; }
}

/// <summary>Merges updates that wait for a listener. Not thread-safe.</summary>
internal interface IPendingUpdates<TUpdate>
{
    bool IsEmpty { get; }

    /// <summary>Whether the merged updates make the listener read again.</summary>
    bool MustReread { get; }

    void Add(TUpdate update);

    /// <summary>The merged updates; nothing is pending afterwards.</summary>
    TUpdate Take();
}

/// <summary>Merges changes: of each connection the newest, with its health before the first.</summary>
/// <param name="maxChanges">How many changes one update may carry; above that the listener reads again.</param>
internal sealed class PendingChanges(int maxChanges) : IPendingUpdates<FeedUpdate>
{
    private readonly Dictionary<string, ConnectionChange> _changes = new(StringComparer.Ordinal);
    private ActivityContext _cause;

    public bool IsEmpty => _changes.Count == 0 && !MustReread;

    public bool MustReread { get; private set; }

    public void Add(FeedUpdate update)
    {
        MustReread |= update.MustReread;
        // Of several, the first waited longest.
        if (_cause == default)
            _cause = update.Cause;
        foreach (var change in update.Changes)
        {
            if (!_changes.TryGetValue(change.Id, out var known) || known.Version <= change.Version)
                _changes[change.Id] = known is null
                    ? change
                    : change with
                    {
                        PreviousHealth = known.PreviousHealth,
                    };
        }
        if (_changes.Count <= maxChanges)
            return;
        _changes.Clear();
        MustReread = true;
    }

    public FeedUpdate Take()
    {
        var update = new FeedUpdate([.. _changes.Values], MustReread) { Cause = _cause };
        _changes.Clear();
        (MustReread, _cause) = (false, default);
        return update;
    }
}
