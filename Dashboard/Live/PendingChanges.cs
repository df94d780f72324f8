using Dashboard.Domain.Connections;

namespace Dashboard.Live;

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
    public bool IsEmpty => _changes.Count == 0 && !MustReread;

    public bool MustReread { get; private set; }

    public void Add(FeedUpdate update)
    {
        MustReread |= update.MustReread;
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
        var update = new FeedUpdate([.. _changes.Values], MustReread);
        _changes.Clear();
        MustReread = false;
        return update;
    }
}
