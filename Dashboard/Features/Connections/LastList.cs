using Dashboard.Components.Navigation;
using Microsoft.JSInterop;

namespace Dashboard.Features.Connections;

/// <summary>
/// The list of connections that a circuit showed last: Back returns to it as it was left, and the pages of its connections
/// lead to their neighbours. It is gone with the circuit, for example after a reload. Not thread-safe: the circuit's
/// components call it from their dispatcher.
/// </summary>
public sealed class LastList(IJSRuntime js)
{
    private ConnectionList? _list;
    private string? _openedId;

    /// <summary>The address of the list.</summary>
    public string Address => _list?.View.ToUri() ?? ConnectionsView.Path;

    /// <summary>Call when a list is shown.</summary>
    public void Keep(ConnectionList list) => (_list, _openedId) = (list, null);

    /// <summary>The list as it was left, when the browser went back to it; null: read it.</summary>
    public async Task<ConnectionList?> ReturnAsync(ConnectionsView view)
    {
        if (_list is not { } list || list.View != view)
            return null;
        if (await js.InvokeAsync<string?>("dashboard.backAtRow") is not { } address)
            return null;
        _openedId ??= list.Rows.FirstOrDefault(r => ConnectionAddress.Of(r.Row.Id) == address)?.Row.Id;
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
        if (_openedId is { } id && _list?.Find(id) is { } row)
            await js.InvokeVoidAsync("dashboard.goToRow", ConnectionAddress.Of(id), row.Index);
    }
}
