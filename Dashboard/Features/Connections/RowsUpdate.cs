using System.Diagnostics;
using Dashboard.Domain.Connections;
using Dashboard.Live;

namespace Dashboard.Features.Connections;

/// <summary>Changes for lists of connections, with what the node read of them. Immutable: all screens share it.</summary>
/// <param name="Changes">The newest state of each connection that changed.</param>
/// <param name="Rows">The changed connections as lists show them, read after the change; by id.</param>
/// <param name="MustReread">Changes may have been missed, or are too many to list: read again.</param>
public sealed record RowsUpdate(
    IReadOnlyList<ConnectionChange> Changes,
    IReadOnlyDictionary<string, ConnectionRow> Rows,
    bool MustReread
) : IUpdate
{
    private static readonly Dictionary<string, ConnectionRow> NoRows = [];

    /// <summary>The span of the reading; default when none is known.</summary>
    public ActivityContext Cause { get; init; }

    public static readonly RowsUpdate Nothing = new([], NoRows, MustReread: false);
    public static readonly RowsUpdate Reread = Nothing with { MustReread = true };
}

/// <summary>Merges updates of rows; what was read last wins.</summary>
/// <param name="maxChanges">How many changes one update may carry; above that the list is read again.</param>
internal sealed class PendingRows(int maxChanges) : IPendingUpdates<RowsUpdate>
{
    private readonly PendingChanges _changes = new(maxChanges);
    private readonly Dictionary<string, ConnectionRow> _rows = new(StringComparer.Ordinal);

    // Usually one waits, which all screens share; nothing is merged for each of them then.
    private RowsUpdate? _only;

    public bool IsEmpty => _only is null && _changes.IsEmpty;

    public bool MustReread => _only?.MustReread ?? _changes.MustReread;

    public void Add(RowsUpdate update)
    {
        if (IsEmpty && update.Changes.Count > 0 && update.Changes.Count <= maxChanges)
        {
            _only = update;
            return;
        }
        if (_only is { } first)
            Merge(first);
        _only = null;
        Merge(update);
    }

    public RowsUpdate Take()
    {
        if (_only is { } only)
        {
            _only = null;
            return only;
        }
        var pending = _changes.Take();
        var (changes, mustReread) = pending;
        var rows = changes
            .Where(c => _rows.ContainsKey(c.Id))
            .ToDictionary(c => c.Id, c => _rows[c.Id], StringComparer.Ordinal);
        _rows.Clear();
        return new RowsUpdate(changes, rows, mustReread) { Cause = pending.Cause };
    }

    private void Merge(RowsUpdate update)
    {
        _changes.Add(new FeedUpdate(update.Changes, update.MustReread) { Cause = update.Cause });
        foreach (var (id, row) in update.Rows)
            _rows[id] = row;
    }
}
