using System.Globalization;
using Dashboard.Components.Navigation;
using Microsoft.JSInterop;

namespace Dashboard.Features.Connections;

/// <summary>
/// The list of connections that a circuit showed last: Back returns to it as it was left, and the pages of its connections
/// lead to their neighbours. It is gone with the circuit; the browser keeps the place in it when it has to load the page
/// again because the circuit is lost. Not thread-safe: the circuit's components call it from their dispatcher.
/// </summary>
public sealed class LastList(IJSRuntime js)
{
    // Further down, a list begins at its top again: each page of it is a read.
    private const int MaxKept = 1000;

    private ConnectionList? _list;
    private string? _openedId;
    private (int Index, string Address)? _kept;
    private ConnectionsView? _keptOf;

    /// <summary>The address of the list.</summary>
    public string Address => _list?.View.ToUri() ?? ConnectionsView.Path;

    /// <summary>Call when a list is shown.</summary>
    /// <returns>Whether <see cref="GoToRowAsync"/> leads to the place where it was before the page was loaded again.</returns>
    public bool Keep(ConnectionList list)
    {
        (_list, _openedId) = (list, IdOf(list, _kept?.Address));
        _kept = null;
        return _openedId is not null;
    }

    /// <summary>
    /// Asks the browser, once, for the place in the list before the page was loaded again without anybody asking for it.
    /// </summary>
    /// <param name="view">What will be listed. The place is in the first list that the circuit reads.</param>
    /// <returns>How many rows to read; 0: as many as always.</returns>
    public async Task<int> RowsToReadAsync(ConnectionsView view)
    {
        if (_keptOf is null)
        {
            _keptOf = view;
            _kept = PlaceOf(await js.InvokeAsync<string?>("dashboard.keptRow"));
        }
        if (view != _keptOf)
            _kept = null;
        return _kept?.Index + 1 ?? 0;
    }

    /// <summary>The list as it was left, when the browser went back to it; null: read it.</summary>
    public async Task<ConnectionList?> ReturnAsync(ConnectionsView view)
    {
        if (_list is not { } list || list.View != view)
            return null;
        if (await js.InvokeAsync<string?>("dashboard.backAtRow") is not { } address)
            return null;
        _openedId ??= IdOf(list, address);
        return list;
    }

    /// <summary>Call when a page of a connection is shown.</summary>
    /// <returns>Null when the connection is in no list that this circuit showed.</returns>
    public async Task<ListPlace?> OpenAsync(string connectionId, CancellationToken cancellationToken)
    {
        if (_list is not { } list || list.Find(connectionId) is not { } row)
            return null;
        if (row.Index == list.Rows.Count - 1 && list.HasMore)
            await list.LoadMoreAsync(cancellationToken);
        _openedId = connectionId;
        return ListPlace.Of(list, row);
    }

    /// <summary>Scrolls to the row that was opened last and gives it the keyboard. Call when the list is rendered.</summary>
    public async Task GoToRowAsync()
    {
        (var opened, _openedId) = (_openedId, null);
        if (opened is { } id && _list?.Find(id) is { } row)
            await js.InvokeVoidAsync("dashboard.goToRow", ConnectionAddress.Of(id), row.Index);
    }

    // "12 /connections/id"
    private static (int Index, string Address)? PlaceOf(string? kept) =>
        kept?.Split(' ', 2) is [var number, var address]
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        && index < MaxKept
            ? (index, address)
            : null;

    private static string? IdOf(ConnectionList list, string? address) =>
        list.Rows.FirstOrDefault(r => ConnectionAddress.Of(r.Row.Id) == address)?.Row.Id;
}
