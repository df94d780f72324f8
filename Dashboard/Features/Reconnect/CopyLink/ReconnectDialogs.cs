using Dashboard.Components;
using Dashboard.Components.Parts;
using MudBlazor;

namespace Dashboard.Features.Reconnect.CopyLink;

/// <summary>Opens this feature's dialogs for screens of other features.</summary>
internal sealed class ReconnectDialogs(IDialogService dialogs) : IReconnectActions
{
    public async Task ShowCopyLinkAsync(string connectionId)
    {
        var parameters = new DialogParameters<CopyLinkDialog> { { d => d.ConnectionId, connectionId } };
        var dialog = await dialogs.ShowAsync<CopyLinkDialog>("Reconnect link", parameters, DialogLook.Small);
        await dialog.Result;
    }
}
