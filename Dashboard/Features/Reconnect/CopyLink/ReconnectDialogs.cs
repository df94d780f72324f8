using Dashboard.Components;
using Dashboard.Components.Parts;
using MudBlazor;

namespace Dashboard.Features.Reconnect.CopyLink;

/// <summary>Opens this feature's dialogs for screens of other features.</summary>
internal sealed class ReconnectDialogs(IDialogService dialogs) : IReconnectActions
{
    private Task _open = Task.CompletedTask;

    // A second click or a held key would create a second link behind the first.
    public Task ShowCopyLinkAsync(string connectionId) =>
        _open.IsCompleted
            ? _open = dialogs.AskAsync(
                "Reconnect link",
                new DialogParameters<CopyLinkDialog> { { d => d.ConnectionId, connectionId } }
            )
            : Task.CompletedTask;
}
