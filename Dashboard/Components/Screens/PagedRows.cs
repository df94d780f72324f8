using Dashboard.Domain;

namespace Dashboard.Components.Screens;

/// <summary>
/// The rows of a list that grows page by page. A page that arrives after the list was reloaded is dropped, and a row
/// that moved between two readings is not listed twice. Not thread-safe: a component calls it from its dispatcher.
/// </summary>
/// <param name="read">Reads the page after a position, null for the first page, with at most this many rows.</param>
/// <param name="keyOf">The unique key of a row; also its <c>@key</c>.</param>
/// <param name="pageSize">Rows of a page, at least 1.</param>
public sealed class PagedRows<TRow, TPosition>(
    Func<TPosition?, int, CancellationToken, Task<Page<TRow, TPosition>>> read,
    Func<TRow, object> keyOf,
    int pageSize
)
    where TPosition : class
{
    private readonly HashSet<object> _keys = [];
    private List<TRow>? _rows;
    private TPosition? _next;

    /// <summary>Null until the first page is shown.</summary>
    public IReadOnlyList<TRow>? Rows => _rows;

    public int Count => _rows?.Count ?? 0;

    /// <summary>Where the next page begins; null when there is none.</summary>
    public TPosition? Next => _next;

    /// <summary>Whether more rows can be loaded.</summary>
    public bool HasMore => _next is not null;

    public bool IsReadingMore { get; private set; }

    /// <summary>Removes all rows, for a list about another subject.</summary>
    public void Clear() => (_rows, _next) = (null, null);

    public Task<Page<TRow, TPosition>> ReadFirstAsync(CancellationToken cancellationToken) =>
        read(null, pageSize, cancellationToken);

    /// <summary>Reloads as many rows as are shown.</summary>
    public Task<Page<TRow, TPosition>> ReadAgainAsync(CancellationToken cancellationToken) =>
        read(null, Math.Max(pageSize, Count), cancellationToken);

    /// <summary>Replaces the rows.</summary>
    public void Show(Page<TRow, TPosition> first)
    {
        _keys.Clear();
        _rows = new List<TRow>(first.Rows.Count);
        Append(first);
    }

    /// <summary>Replaces shown rows by newer readings of them; other rows are ignored.</summary>
    public void Update(IEnumerable<TRow> fresh)
    {
        var byKey = fresh.ToDictionary(keyOf);
        for (var i = 0; i < Count; i++)
            _rows![i] = byKey.GetValueOrDefault(keyOf(_rows[i]), _rows[i]);
    }

    /// <summary>Appends the next page; returns immediately during a load or on the last page.</summary>
    public async Task ReadMoreAsync(CancellationToken cancellationToken)
    {
        if (IsReadingMore || _next is null)
            return;
        IsReadingMore = true;
        try
        {
            var shown = _rows;
            var page = await read(_next, pageSize, cancellationToken);
            if (ReferenceEquals(shown, _rows))
                Append(page);
        }
        finally
        {
            IsReadingMore = false;
        }
    }

    private void Append(Page<TRow, TPosition> page)
    {
        _rows!.AddRange(page.Rows.Where(row => _keys.Add(keyOf(row))));
        _next = page.Next;
    }
}
