using Dashboard.Components;
using MudBlazor;

namespace Dashboard.Features.Reconnect.CopyLink;

/// <summary>Opens this feature's dialogs for screens that may not know it.</summary>
internal sealed class ReconnectDialogs(IDialogService dialogs) : IReconnectActions
{
    private static readonly DialogOptions Look = new()
    {
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        // MudBlazor keeps its header, and the close button in it, out of Tab's reach: the dialog brings its own.
        NoHeader = true,
        CloseOnEscapeKey = true,
    };

    public async Task ShowCopyLinkAsync(string connectionId)
    {
        var parameters = new DialogParameters<CopyLinkDialog> { { d => d.ConnectionId, connectionId } };
        var dialog = await dialogs.ShowAsync<CopyLinkDialog>("Reconnect link", parameters, Look);
        await dialog.Result;
    }
}
