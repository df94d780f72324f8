namespace Dashboard.Features.Connections.Selection;

/// <summary>
/// What is ticked in a list: rows that were picked, or everything that matches but for some. It knows ids and no
/// rows, so that it outlives what the list does meanwhile. Not thread-safe: a component's own.
/// </summary>
public sealed class ConnectionSelection
{
    // Picked ones; while everything is selected, those that were taken out again.
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private string? _anchor;

    /// <summary>Whether it means the filter and not some ids.</summary>
    public bool IsEverything { get; private set; }

    public bool IsEmpty => !IsEverything && _marked.Count == 0;

    /// <summary>For those who can't see it: "3 selected".</summary>
    public string Words =>
        (IsEverything, _marked.Count) switch
        {
            (false, 0) => "Nothing selected",
            (false, var picked) => $"{picked} selected",
            (true, 0) => "All that match selected",
            (true, var left) => $"All that match selected, without {left}",
        };

    /// <param name="matching">How many match the filter.</param>
    public int Count(int matching) => IsEverything ? Math.Max(0, matching - _marked.Count) : _marked.Count;

    public bool Contains(ListedConnection row) =>
        IsEverything ? !row.HasLeft && !_marked.Contains(row.Row.Id) : _marked.Contains(row.Row.Id);

    /// <summary>Ticks a row or takes it out again, and with it those up to the one before.</summary>
    /// <param name="row">What was pressed.</param>
    /// <param name="isRange">All from the last one that was pressed become as this one.</param>
    /// <param name="rows">As they stand on the screen.</param>
    public void Toggle(ListedConnection row, bool isRange, IReadOnlyList<ListedConnection> rows)
    {
        var isOn = !Contains(row);
        var from = isRange ? rows.FirstOrDefault(r => r.Row.Id == _anchor)?.Index : null;
        var (first, last) = (Math.Min(from ?? row.Index, row.Index), Math.Max(from ?? row.Index, row.Index));
        foreach (var each in rows.Skip(first).Take(last - first + 1))
            Set(each, isOn);
        _anchor = row.Row.Id;
    }

    /// <summary>Whether every row that still belongs to the list is ticked.</summary>
    public bool HasAll(IEnumerable<ListedConnection> rows)
    {
        var any = false;
        foreach (var row in rows.Where(r => !r.HasLeft))
        {
            if (!Contains(row))
                return false;
            any = true;
        }
        return any;
    }

    /// <summary>Ticks all rows, or none at all when all are ticked.</summary>
    public void ToggleAll(IReadOnlyList<ListedConnection> rows)
    {
        if (HasAll(rows))
        {
            Clear();
            return;
        }
        foreach (var row in rows.Where(r => !r.HasLeft))
            Set(row, isOn: true);
    }

    public void SelectEverything()
    {
        Clear();
        IsEverything = true;
    }

    public void Clear()
    {
        _marked.Clear();
        (_anchor, IsEverything) = (null, false);
    }

    /// <summary>What it means as of now.</summary>
    /// <param name="list">The list in words.</param>
    /// <param name="filter">The list's.</param>
    public SelectedConnections ToConnections(string list, ConnectionFilter filter)
    {
        IReadOnlyCollection<string> ids = [.. _marked];
        return IsEverything
            ? new(ids.Count == 0 ? list : $"{list}, without {ids.Count} of them", filter, ids)
            : new($"{ids.Count} picked from: {list}", Filter: null, ids);
    }

    private void Set(ListedConnection row, bool isOn)
    {
        if (isOn != IsEverything)
            _marked.Add(row.Row.Id);
        else
            _marked.Remove(row.Row.Id);
    }
}
