using Dashboard.Components;
using Dashboard.Components.Parts;
using MudBlazor;

namespace Dashboard.Features.Reconnect.CopyLink;

/// <summary>Opens this feature's dialogs for screens of other features.</summary>
internal sealed class ReconnectDialogs(IDialogService dialogs) : IReconnectActions
{
    public Task ShowCopyLinkAsync(string connectionId) =>
        dialogs.AskAsync(
            "Reconnect link",
            new DialogParameters<CopyLinkDialog> { { d => d.ConnectionId, connectionId } }
        );
}
