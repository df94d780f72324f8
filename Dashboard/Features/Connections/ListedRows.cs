namespace Dashboard.Features.Connections;

/// <summary>The rows of a list in their order, each connection once.</summary>
internal sealed class ListedRows
{
    private readonly List<ListedConnection> _rows = [];
    private readonly Dictionary<string, ListedConnection> _byId = new(StringComparer.Ordinal);

    private int _numbers;

    public IReadOnlyList<ListedConnection> All => _rows;

    public bool Contains(string id) => _byId.ContainsKey(id);

    public ListedConnection? Find(string id) => _byId.GetValueOrDefault(id);

    public void Append(ListedConnection row)
    {
        (row.Index, row.Number) = (_rows.Count, _numbers++);
        _rows.Add(row);
        _byId.Add(row.Row.Id, row);
    }

    /// <summary>Shows what was read of rows that are listed.</summary>
    /// <param name="read">Each with whether it matches the filter.</param>
    /// <param name="now">When it was read.</param>
    public void Update(IEnumerable<(ConnectionRow Row, bool Matches)> read, DateTimeOffset now)
    {
        foreach (var (row, matches) in read)
            Find(row.Id)?.Update(row, matches, now);
    }

    public void Clear()
    {
        _rows.Clear();
        _byId.Clear();
    }

    /// <summary>Puts rows on top, whether they are new or stand further down.</summary>
    public void PutOnTop(IReadOnlyList<ListedConnection> rows)
    {
        _rows.RemoveAll(rows.Contains);
        foreach (var row in rows.Where(r => !_byId.ContainsKey(r.Row.Id)))
            row.Number = _numbers++;
        _rows.InsertRange(0, rows);
        for (var i = 0; i < _rows.Count; i++)
        {
            _rows[i].Index = i;
            _byId[_rows[i].Row.Id] = _rows[i];
        }
    }
}
