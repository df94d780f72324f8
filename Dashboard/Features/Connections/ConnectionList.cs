using Dashboard.Live;

namespace Dashboard.Features.Connections;

/// <summary>
/// The rows somebody looks at. They grow at the end as they are scrolled to, change where they stand, and
/// never change places by themselves: what no longer belongs stays until the list is read again, and what is
/// new comes to the top when somebody asks. Not thread-safe: a component calls it from its dispatcher.
/// </summary>
/// <param name="queries">Read the rows.</param>
/// <param name="time">Tells ages and snoozes.</param>
/// <param name="operatorId">Who looks.</param>
public sealed class ConnectionList(ConnectionQueries queries, TimeProvider time, string operatorId)
{
    public const int PageSize = 100;

    // What joins the end behind more rows than these may stand below the screen's edge.
    private const int SurelySeen = 8;

    private readonly List<ListedConnection> _rows = [];
    private readonly Dictionary<string, ListedConnection> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private ConnectionsView _view = ConnectionsView.Default;
    private ConnectionFilter _filter = new();
    private ConnectionPosition? _end;
    private (int Start, int Count) _window = (0, PageSize);
    private DateTimeOffset _wokenAt = time.GetUtcNow();

    public IReadOnlyList<ListedConnection> Rows => _rows;

    /// <summary>What the rows were read for; another one may have been asked for since.</summary>
    public ConnectionsView View => _view;

    /// <summary>What is listed, as it would be listed now.</summary>
    public ConnectionFilter Filter => _filter.At(time.GetUtcNow());

    /// <summary>Whether there is more behind the last row.</summary>
    public bool HasMore { get; private set; }

    /// <summary>How many connections came to belong here and are not shown yet, or far down only.</summary>
    public int NewCount => _waiting.Count + _rows.Count(r => r.IsOffered);

    /// <summary>Starts again with the first page.</summary>
    public async Task LoadAsync(ConnectionsView newView, CancellationToken cancellationToken)
    {
        var newFilter = newView.ToFilter(time.GetUtcNow(), operatorId);
        var page = await queries.PageAsync(newFilter, after: null, PageSize, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        (_view, _filter, _end) = (newView, newFilter, null);
        _rows.Clear();
        _byId.Clear();
        _waiting.Clear();
        _window = (0, PageSize);
        Append(page);
    }

    /// <summary>The rows of a stretch as far as there are that many, loaded and brought up to date.</summary>
    public async Task<IReadOnlyList<ListedConnection>> ReadAsync(
        int start,
        int count,
        CancellationToken cancellationToken
    )
    {
        while (HasMore && _rows.Count < start + count)
            await LoadMoreAsync(cancellationToken);
        _window = (start, count);
        await RefreshAsync(Visible, cancellationToken);
        return [.. Visible];
    }

    /// <summary>Takes news in: rows change in place, new ones wait or join the end.</summary>
    /// <returns>What a person should hear of.</returns>
    public async Task<ListNews> ApplyAsync(FeedUpdate update, CancellationToken cancellationToken)
    {
        foreach (
            var row in update.MustReread ? _rows : update.Changes.Select(c => _byId.GetValueOrDefault(c.Id))
        )
            row?.Outdate();
        await RefreshAsync(Visible.Concat(_rows.Where(r => r.IsOffered)).Distinct(), cancellationToken);
        await ForgetAsync(update, cancellationToken);
        var candidates = update.Changes.Where(_view.MayAdd).Select(c => c.Id);
        var added = await AdmitAsync(candidates, cancellationToken);
        if (update.MustReread && !HasMore)
            await LoadMoreAsync(cancellationToken);
        return ListNews.Of(update.Changes, _byId, added);
    }

    /// <summary>Takes in that time has passed: a snooze runs out without anybody doing anything.</summary>
    /// <returns>Whether one did, so that the screen says so.</returns>
    public async Task<bool> WakeAsync(CancellationToken cancellationToken)
    {
        var (from, now) = (_wokenAt, time.GetUtcNow());
        _wokenAt = now;
        var awake = _rows.Where(r => r.HasAwoken(now)).ToList();
        awake.ForEach(r => r.Outdate());
        await RefreshAsync(Visible, cancellationToken);
        if (_view.Snoozed != SnoozeView.Hidden)
            return awake.Count > 0;
        var known = _waiting.Count;
        var back = await queries.AwokenAsync(from, now, PageSize, cancellationToken);
        var added = await AdmitAsync(back, cancellationToken);
        return awake.Count > 0 || added.Count > 0 || _waiting.Count > known;
    }

    /// <summary>Puts what is new on top, marked, where the person who asked for it looks.</summary>
    public async Task ShowNewAsync(CancellationToken cancellationToken)
    {
        var ids = _waiting.Where(id => !_byId.ContainsKey(id)).ToList();
        var found = await MatchAsync(ids, cancellationToken);
        _waiting.ExceptWith(ids);
        var offered = _rows.Where(r => r.IsOffered).ToList();
        _rows.RemoveAll(offered.Contains);
        foreach (var row in found.Where(r => !_byId.ContainsKey(r.Id)).Select(r => new ListedConnection(r)))
        {
            _byId.Add(row.Row.Id, row);
            offered.Add(row);
        }
        foreach (var row in offered)
            row.Show(time.GetUtcNow());
        _rows.InsertRange(0, offered.OrderByDescending(r => r.Row.Since));
        Number();
    }

    private IEnumerable<ListedConnection> Visible => _rows.Skip(_window.Start).Take(_window.Count);

    private async Task LoadMoreAsync(CancellationToken cancellationToken)
    {
        var (from, of) = (_end, _filter);
        var page = await queries.PageAsync(of, from, PageSize, cancellationToken);
        if (ReferenceEquals(of, _filter) && from == _end)
            Append(page);
    }

    private void Append(ConnectionSlice page)
    {
        foreach (var row in page.Rows.Where(r => !_byId.ContainsKey(r.Id)))
            Insert(_rows.Count, new ListedConnection(row));
        _end = page.Rows is [.., var last] ? last.Position : _end;
        HasMore = page.Next is not null;
        Number();
    }

    private async Task RefreshAsync(IEnumerable<ListedConnection> among, CancellationToken cancellationToken)
    {
        var ids = among.Where(r => r.IsOutdated).Select(r => r.Row.Id).ToList();
        if (ids.Count == 0)
            return;
        var of = _filter;
        var now = await queries.FindAsync(ids, cancellationToken);
        var fitting = (await MatchAsync(ids, cancellationToken))
            .Select(r => r.Id)
            .ToHashSet(StringComparer.Ordinal);
        if (!ReferenceEquals(of, _filter))
            return;
        foreach (var row in now)
            _byId.GetValueOrDefault(row.Id)?.Take(row, fitting.Contains(row.Id), time.GetUtcNow());
    }

    // What was repaired before anybody asked for it is no news any more.
    private async Task ForgetAsync(FeedUpdate update, CancellationToken cancellationToken)
    {
        var ids = _waiting.Where(id => update.MustReread || update.Changes.Any(c => c.Id == id)).ToList();
        var fitting = await MatchAsync(ids, cancellationToken);
        _waiting.ExceptWith(ids.Except(fitting.Select(r => r.Id), StringComparer.Ordinal));
    }

    private async Task<List<ListedConnection>> AdmitAsync(
        IEnumerable<string> candidates,
        CancellationToken cancellationToken
    )
    {
        var ids = candidates.Where(id => !_byId.ContainsKey(id)).ToList();
        var added = new List<ListedConnection>();
        foreach (var row in (await MatchAsync(ids, cancellationToken)).Where(r => !_byId.ContainsKey(r.Id)))
        {
            if (HasMore || (_end is not null && !row.Position.IsAfter(_end)))
            {
                _waiting.Add(row.Id);
                continue;
            }
            added.Add(new ListedConnection(row, time.GetUtcNow(), isFarDown: _rows.Count >= SurelySeen));
            Insert(_rows.Count, added[^1]);
            _end = row.Position;
        }
        Number();
        return added;
    }

    // Nothing fits any more when another list was asked for meanwhile.
    private async Task<IReadOnlyList<ConnectionRow>> MatchAsync(
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return [];
        var of = _filter;
        var among = Filter with { Among = ids };
        var page = await queries.PageAsync(among, after: null, ids.Count, cancellationToken);
        return ReferenceEquals(of, _filter) ? page.Rows : [];
    }

    private void Insert(int index, ListedConnection row)
    {
        _rows.Insert(index, row);
        _byId.Add(row.Row.Id, row);
        _waiting.Remove(row.Row.Id);
    }

    private void Number()
    {
        for (var i = 0; i < _rows.Count; i++)
            _rows[i].Index = i;
    }
}
