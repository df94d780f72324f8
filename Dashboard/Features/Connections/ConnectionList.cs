using Dashboard.Domain;

namespace Dashboard.Features.Connections;

/// <summary>
/// The rows of a view. They grow at the end as they are scrolled to and change in place, but never move by themselves:
/// a row that no longer matches stays until the list is read again, and new rows come to the top when the operator asks.
/// Not thread-safe: a component calls it from its dispatcher.
/// </summary>
/// <param name="time">Decides ages and snoozes.</param>
/// <param name="view">What is listed.</param>
public sealed class ConnectionList(
    ConnectionQueries queries,
    TimeProvider time,
    ConnectionsView view,
    string operatorId
)
{
    public const int PageSize = 100;

    /// <summary>How many new connections are counted.</summary>
    public const int MaxNew = WaitingRows.Max;

    // A row that is appended after more rows than these may be below the visible part of the screen.
    private const int MaxSurelyVisible = 8;

    private readonly ListedRows _rows = new();
    private readonly WaitingRows _waiting = new();
    private readonly ListReads _reads = new(queries, time, view, operatorId);
    private ConnectionPosition? _end;
    private (int Start, int Count) _window = (0, PageSize);
    private DateTimeOffset _snoozesCheckedAt = time.GetUtcNow();

    public ConnectionsView View => view;

    public IReadOnlyList<ListedConnection> Rows => _rows.All;

    /// <summary>The filter of the view at the current time.</summary>
    public ConnectionFilter Filter => _reads.Filter;

    /// <summary>Whether rows follow that are not read yet.</summary>
    public bool HasMore { get; private set; }

    /// <summary>How many connections began to match and are not shown yet, or out of sight only; <see cref="MaxNew"/> may be more.</summary>
    public int NewCount => Math.Min(_waiting.Count + Offered.Count(), MaxNew);

    /// <summary>Whether new connections are listed or counted; not when so many wait that the list has to be read again.</summary>
    public bool TakesMore => !(HasMore && _waiting.AreMany);

    /// <summary>Whether it is listed, or waits to be.</summary>
    public bool Has(string connectionId) => _rows.Contains(connectionId) || _waiting.Contains(connectionId);

    /// <summary>Null when it was not read.</summary>
    public ListedConnection? Find(string connectionId) => _rows.Find(connectionId);

    /// <summary>Reads the first page, or the next one.</summary>
    public async Task LoadMoreAsync(CancellationToken cancellationToken)
    {
        var after = _end;
        var page = await _reads.PageAsync(after, cancellationToken);
        if (after == _end)
            Append(page);
    }

    /// <summary>The existing rows of a range, loaded and up to date.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, whatever the database made of it.</exception>
    public async Task<IReadOnlyList<ListedConnection>> ReadAsync(
        int start,
        int count,
        CancellationToken cancellationToken
    )
    {
        try
        {
            while (HasMore && Rows.Count < start + count)
                await LoadMoreAsync(cancellationToken);
            _window = (start, count);
            await RefreshAsync(Visible, cancellationToken);
            return [.. Rows.Skip(start).Take(count)];
        }
        catch (Exception exception) when (Failures.IsCancellation(exception, cancellationToken))
        {
            throw new OperationCanceledException("The range was left.", exception, cancellationToken);
        }
    }

    /// <summary>
    /// Applies changes: rows change in place, new ones wait or are appended. Reads only when changes may have been missed.
    /// </summary>
    public async Task<ListAnnouncement> ApplyAsync(RowsUpdate update, CancellationToken cancellationToken)
    {
        foreach (var row in update.MustReread ? Rows : update.Changes.Select(c => _rows.Find(c.Id)))
            row?.MarkOutdated();
        var listed = update.Rows.Values.Where(r => _rows.Contains(r.Id)).Select(r => (r, Filter.Matches(r)));
        _rows.Update(listed, time.GetUtcNow());
        await RefreshAsync(Visible.Concat(Offered), cancellationToken);
        await ForgetAsync(update, cancellationToken);
        var candidates = update.Changes.Where(view.MayAdd).Select(c => update.Rows.GetValueOrDefault(c.Id));
        var added = Add(candidates.OfType<ConnectionRow>().Where(Filter.Matches));
        if (update.MustReread && !HasMore)
            await LoadMoreAsync(cancellationToken);
        return ListAnnouncement.Of(update.Changes, id => _rows.Contains(id) && !added.Contains(id));
    }

    /// <summary>Brings rows up to date whose snooze ended since the last call.</summary>
    /// <returns>Whether there were any.</returns>
    public async Task<bool> EndSnoozesAsync(CancellationToken cancellationToken)
    {
        var (from, now) = (_snoozesCheckedAt, _snoozesCheckedAt = time.GetUtcNow());
        var ended = Rows.Where(r => r.EndsSnooze(now)).ToList();
        ended.ForEach(r => r.MarkOutdated());
        await RefreshAsync(Visible, cancellationToken);
        if (view.Snoozed != SnoozeView.Hidden)
            return ended.Count > 0;
        var (waiting, rows) = (_waiting.Count, Rows.Count);
        Add(await _reads.AwokenAsync(from, now, cancellationToken));
        return ended.Count > 0 || Rows.Count > rows || _waiting.Count > waiting;
    }

    /// <summary>Puts new rows on top. Reads the list again from the top when there are too many.</summary>
    public async Task ShowNewAsync(CancellationToken cancellationToken)
    {
        if (_waiting.AreMany)
            await RestartAsync(cancellationToken);
        var ids = _waiting.Ids.Where(id => !_rows.Contains(id)).ToList();
        var found = await _reads.MatchAsync(ids, cancellationToken);
        _waiting.Remove(ids);
        var added = found.Where(r => !_rows.Contains(r.Id)).Select(r => new ListedConnection(r));
        List<ListedConnection> shown = [.. Offered, .. added];
        shown.ForEach(row => row.MarkShown(time.GetUtcNow()));
        _rows.PutOnTop([.. shown.OrderByDescending(r => r.Row.Since)]);
    }

    private IEnumerable<ListedConnection> Offered => Rows.Where(r => r.IsOffered);
    private IEnumerable<ListedConnection> Visible => Rows.Skip(_window.Start).Take(_window.Count);

    private async Task RestartAsync(CancellationToken cancellationToken)
    {
        var page = await _reads.PageAsync(after: null, cancellationToken);
        (_end, _window) = (null, (0, PageSize));
        _rows.Clear();
        _waiting.Clear();
        Append(page);
    }

    private async Task RefreshAsync(IEnumerable<ListedConnection> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Where(r => r.IsOutdated).Select(r => r.Row.Id).Distinct().ToList();
        if (ids.Count > 0)
            _rows.Update(await _reads.AgainAsync(ids, cancellationToken), time.GetUtcNow());
    }

    // A connection that was repaired before the operator asked for it is not new any more.
    private async Task ForgetAsync(RowsUpdate update, CancellationToken cancellationToken)
    {
        _waiting.Remove(update.Rows.Values.Where(r => !Filter.Matches(r)).Select(r => r.Id));
        if (!update.MustReread)
            return;
        var matching = await _reads.MatchAsync([.. _waiting.Ids], cancellationToken);
        _waiting.Keep(matching.Select(r => r.Id));
    }

    /// <returns>The ids of the rows that were appended.</returns>
    private HashSet<string> Add(IEnumerable<ConnectionRow> matching)
    {
        HashSet<string> added = new(StringComparer.Ordinal);
        var missing = matching.Where(r => !_rows.Contains(r.Id));
        var offered = Offered.Count();
        // A burst is not appended out of sight, nor put in order: what follows is read when it is scrolled to.
        foreach (var row in HasMore ? missing : missing.OrderBy(r => r.Position, view.Order))
        {
            HasMore |= offered >= MaxNew;
            if (HasMore || (_end is not null && view.Order.Compare(row.Position, _end) <= 0))
            {
                _waiting.Add(row.Id);
                continue;
            }
            Append(new ListedConnection(row, time.GetUtcNow(), Rows.Count >= MaxSurelyVisible));
            offered += Rows[^1].IsOffered ? 1 : 0;
            added.Add(row.Id);
            _end = row.Position;
        }
        return added;
    }

    private void Append(Page<ConnectionRow, ConnectionPosition> page)
    {
        foreach (var row in page.Rows.Where(r => !_rows.Contains(r.Id)))
            Append(new ListedConnection(row));
        _end = page.Rows is [.., var last] ? last.Position : _end;
        HasMore = page.Next is not null;
    }

    private void Append(ListedConnection row)
    {
        _rows.Append(row);
        _waiting.Remove([row.Row.Id]);
    }
}
