namespace Dashboard.Features.Connections.Selection;

/// <summary>
/// The selection in a list: single rows, or everything that matches except some. It holds ids and not rows, so that it
/// does not depend on changes of the list. Not thread-safe: it belongs to one component.
/// </summary>
public sealed class ConnectionSelection
{
    // The selected ones; while everything is selected, the ones that were deselected.
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);
    private string? _anchor;

    /// <summary>Whether everything that matches the filter is selected.</summary>
    public bool IsEverything { get; private set; }

    public bool IsEmpty => !IsEverything && _marked.Count == 0;

    /// <summary>For screen readers: "3 selected".</summary>
    public string Words =>
        (IsEverything, _marked.Count) switch
        {
            (false, 0) => "Nothing selected",
            (false, var picked) => $"{picked} selected",
            (true, 0) => "All matching selected",
            (true, var left) => $"All matching selected, except {left}",
        };

    /// <param name="matching">How many match the filter.</param>
    public int Count(int matching) => IsEverything ? Math.Max(0, matching - _marked.Count) : _marked.Count;

    public bool Contains(ListedConnection row) =>
        IsEverything ? !row.HasLeft && !_marked.Contains(row.Row.Id) : _marked.Contains(row.Row.Id);

    /// <summary>Selects or deselects a row, or a range of rows.</summary>
    /// <param name="row">The row that was clicked.</param>
    /// <param name="isRange">Whether all rows from the last one that was clicked change too.</param>
    /// <param name="rows">In the order of the screen.</param>
    public void Toggle(ListedConnection row, bool isRange, IReadOnlyList<ListedConnection> rows)
    {
        var isOn = !Contains(row);
        var from = isRange ? rows.FirstOrDefault(r => r.Row.Id == _anchor)?.Index : null;
        var (first, last) = (Math.Min(from ?? row.Index, row.Index), Math.Max(from ?? row.Index, row.Index));
        foreach (var each in rows.Skip(first).Take(last - first + 1))
            Set(each, isOn);
        _anchor = row.Row.Id;
    }

    /// <summary>Whether every row that still matches is selected.</summary>
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

    /// <summary>Selects all rows, or none when all are selected.</summary>
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

    /// <summary>The selected connections at this moment.</summary>
    /// <param name="list">The list in words.</param>
    /// <param name="filter">The list's.</param>
    public SelectedConnections ToConnections(string list, ConnectionFilter filter)
    {
        IReadOnlyCollection<string> ids = [.. _marked];
        return IsEverything
            ? new(ids.Count == 0 ? list : $"{list}, except {ids.Count} of them", filter, ids)
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
