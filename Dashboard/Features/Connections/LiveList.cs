using Dashboard.Components;
using Dashboard.Domain;

namespace Dashboard.Features.Connections;

/// <summary>
/// The list of a page, kept up to date with the feed. Changes that arrive while it is being read, or that can't be
/// applied, are made up for by reading its rows again. Not thread-safe: a component calls it from its dispatcher.
/// </summary>
internal sealed class LiveList(
    ConnectionQueries queries,
    TimeProvider time,
    string operatorId,
    ILogger logger
)
{
    private ListAnnouncement _news = ListAnnouncement.None;
    private DateTimeOffset _toldAt;

    /// <summary>Whether changes arrived that were not applied.</summary>
    public bool HasMissedChanges { get; private set; }

    /// <summary>Null until the first reading.</summary>
    public ConnectionList? List { get; private set; }

    /// <summary>When a connection was last repaired; null when the list has rows or none ever was.</summary>
    public DateTimeOffset? LastRepair { get; private set; }

    public bool IsEmpty => List is { } list && IsEmptyList(list);

    /// <summary>Reads another list, which <see cref="Show"/> then takes over.</summary>
    /// <param name="view">What is listed.</param>
    /// <param name="rows">How many rows at least; a page in any case.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<(ConnectionList List, DateTimeOffset? LastRepair)> ReadAsync(
        ConnectionsView view,
        int rows,
        CancellationToken cancellationToken
    )
    {
        HasMissedChanges = false;
        var list = new ConnectionList(queries, time, view, operatorId);
        do await list.LoadMoreAsync(cancellationToken);
        while (list.HasMore && list.Rows.Count < rows);
        return (list, list.Rows.Count == 0 ? await queries.LastRepairAsync(cancellationToken) : null);
    }

    /// <summary>Shows a list that was read before, with what it missed since.</summary>
    public void Resume(ConnectionList list)
    {
        (List, LastRepair, _news) = (list, null, ListAnnouncement.None);
        Miss();
    }

    public void Show((ConnectionList List, DateTimeOffset? LastRepair) read) =>
        (List, LastRepair, _news) = (read.List, read.LastRepair, ListAnnouncement.None);

    /// <summary>Remembers that changes arrived that were not applied.</summary>
    public void Miss() => HasMissedChanges = true;

    /// <summary>What happened since it was told last, in words; null: nothing to announce, or not yet.</summary>
    /// <param name="pause">The shortest time since then.</param>
    public string? TakeNews(TimeSpan pause = default)
    {
        var now = time.GetUtcNow();
        if (now - _toldAt < pause || _news.Words is not { } words)
            return null;
        (_news, _toldAt) = (ListAnnouncement.None, now);
        return words;
    }

    /// <summary>What of the list may be another after an update.</summary>
    public ListPart PartTouchedBy(RowsUpdate update)
    {
        if (HasMissedChanges || update.MustReread || List is not { } list)
            return ListPart.Rows;
        var part = ListPart.None;
        foreach (var change in update.Changes)
        {
            var mayAdd = list.View.MayAdd(change);
            if (list.Find(change.Id) is not null || (mayAdd && !list.HasMore))
                return ListPart.Rows;
            if (list.Has(change.Id) || (mayAdd && list.TakesMore))
                part = ListPart.Waiting;
        }
        return part;
    }

    /// <summary>Applies changes to the list, and those that were missed before.</summary>
    public Task<ListUpdate> ApplyAsync(RowsUpdate update, CancellationToken cancellationToken)
    {
        var part = PartTouchedBy(update);
        if (part == ListPart.None)
        {
            _news = _news.And(ListAnnouncement.Of(update.Changes, static _ => false));
            return Task.FromResult(new ListUpdate(IsChanged: false));
        }
        return UpdateAsync(
            async list =>
            {
                var all = HasMissedChanges ? update with { MustReread = true } : update;
                HasMissedChanges = false;
                _news = _news.And(await list.ApplyAsync(all, cancellationToken));
                return part == ListPart.Rows;
            },
            cancellationToken
        );
    }

    /// <summary>Makes up for missed changes, and for snoozes that ended with time alone.</summary>
    public Task<ListUpdate> CatchUpAsync(CancellationToken cancellationToken) =>
        HasMissedChanges
            ? ApplyAsync(RowsUpdate.Nothing, cancellationToken)
            : UpdateAsync(list => list.EndSnoozesAsync(cancellationToken), cancellationToken);

    /// <summary>
    /// Shows on every row whether an incident is open at its brokerage. Incidents change no connection, and the counts say all
    /// that rows show of them: when an incident begins, every screen would read its rows again at the same moment.
    /// </summary>
    public void ShowIncidents(ConnectionCounts? counts)
    {
        if (counts is null || List is not { } list)
            return;
        foreach (var row in list.Rows)
            row.ShowIncident(counts.IncidentAt(row.Row.BrokerageId));
    }

    // What a screen shows of the list beside its rows, and how many wait.
    private static (int Rows, bool HasMore, bool IsEmpty) ShapeOf(ConnectionList list) =>
        (list.Rows.Count, list.HasMore, IsEmptyList(list));

    private static bool IsEmptyList(ConnectionList list) => list is { Rows.Count: 0, NewCount: 0 };

    // A failure is not shown: the rows stay, and the next update reads them again.
    private async Task<ListUpdate> UpdateAsync(
        Func<ConnectionList, Task<bool>> update,
        CancellationToken cancellationToken
    )
    {
        if (List is not { } list)
            return new(IsChanged: false);
        var shape = ShapeOf(list);
        try
        {
            var isChanged = await update(list);
            var hasOtherShape = ShapeOf(list) != shape;
            return new(
                isChanged || hasOtherShape,
                hasOtherShape,
                HasOtherRows: list.Rows.Count != shape.Rows
            );
        }
        catch (Exception exception) when (Failures.IsCancellation(exception, cancellationToken))
        {
            return new(IsChanged: false);
        }
        catch (Exception exception) when (Failures.IsTemporary(exception))
        {
            Miss();
            logger.Report(exception, "The list of connections");
            return new(IsChanged: false);
        }
    }
}
