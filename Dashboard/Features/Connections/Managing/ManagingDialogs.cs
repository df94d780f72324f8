using Dashboard.Components.Parts;
using MudBlazor;

namespace Dashboard.Features.Connections.Managing;

/// <summary>Opens the dialogs that ask before a connection is changed at SnapTrade.</summary>
internal sealed class ManagingDialogs(IDialogService dialogs)
{
    /// <returns>Whether SnapTrade has deleted it.</returns>
    public Task<bool> DeleteAsync(ConnectionRow row) =>
        dialogs.AskAsync("Delete at SnapTrade", new DialogParameters<DeleteDialog> { { d => d.Row, row } });

    /// <returns>Whether SnapTrade has disabled it.</returns>
    public Task<bool> BreakAsync(ConnectionRow row) =>
        dialogs.AskAsync("Break it for a drill", new DialogParameters<DrillDialog> { { d => d.Row, row } });
}
