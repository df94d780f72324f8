using Dashboard.Domain;

namespace Dashboard.Features.Connections;

/// <summary>What one list reads: its pages, and which of some connections are its own.</summary>
internal sealed class ListReads(
    ConnectionQueries queries,
    TimeProvider time,
    ConnectionsView view,
    string operatorId
)
{
    private ConnectionFilter _filter = view.ToFilter(time.GetUtcNow(), operatorId);

    /// <summary>The filter of the view at the current time. Ages count from the last reading of the first page.</summary>
    public ConnectionFilter Filter => _filter.At(time.GetUtcNow());

    /// <summary>The page after a position; null is the first one.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled, whatever the database made of it.</exception>
    public async Task<Page<ConnectionRow, ConnectionPosition>> PageAsync(
        ConnectionPosition? after,
        CancellationToken cancellationToken
    )
    {
        var filter = after is null ? view.ToFilter(time.GetUtcNow(), operatorId) : _filter;
        var page = await queries.PageAsync(filter, after, ConnectionList.PageSize, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _filter = filter;
        return page with { Rows = [.. page.Rows.Select(SharedRows.Of)] };
    }

    /// <summary>The connections of these that belong to the list.</summary>
    public async Task<IReadOnlyList<ConnectionRow>> MatchAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        if (ids.Count == 0)
            return [];
        var among = Filter with { Among = ids, Order = ConnectionOrder.OldestFirst };
        return (await queries.PageAsync(among, after: null, ids.Count, cancellationToken)).Rows;
    }

    /// <summary>The connections with these ids, each with whether it belongs to the list; unknown ids are left out.</summary>
    public async Task<IEnumerable<(ConnectionRow Row, bool Matches)>> AgainAsync(
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        var rows = await queries.FindAsync(ids, cancellationToken);
        var matching = (await MatchAsync(ids, cancellationToken))
            .Select(r => r.Id)
            .ToHashSet(StringComparer.Ordinal);
        return rows.Select(row => (row, matching.Contains(row.Id)));
    }

    /// <summary>Of those whose snooze ended in a period, at most a page, the ones that belong to the list.</summary>
    public async Task<IReadOnlyList<ConnectionRow>> AwokenAsync(
        DateTimeOffset after,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) =>
        await MatchAsync(
            await queries.AwokenAsync(after, until, ConnectionList.PageSize, cancellationToken),
            cancellationToken
        );
}
