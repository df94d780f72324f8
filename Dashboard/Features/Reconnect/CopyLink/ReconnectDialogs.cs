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
        CloseButton = true,
        CloseOnEscapeKey = true,
        // A click beside the dialog would lose a link that nobody can read again.
        BackdropClick = false,
    };

    public async Task ShowCopyLinkAsync(string connectionId)
    {
        var parameters = new DialogParameters<CopyLinkDialog> { { d => d.ConnectionId, connectionId } };
        var dialog = await dialogs.ShowAsync<CopyLinkDialog>("Reconnect link", parameters, Look);
        await dialog.Result;
    }
}
