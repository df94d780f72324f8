using Dashboard.Components.Parts;
using MudBlazor;

namespace Dashboard.Features.Connections.Managing;

/// <summary>Opens the dialogs that ask before a connection is changed at SnapTrade.</summary>
internal sealed class ManagingDialogs(IDialogService dialogs)
{
    /// <returns>Whether SnapTrade has deleted it.</returns>
    public Task<bool> DeleteAsync(ConnectionRow row) =>
        ShowAsync("Delete at SnapTrade", new DialogParameters<DeleteDialog> { { d => d.Row, row } });

    /// <returns>Whether SnapTrade has disabled it.</returns>
    public Task<bool> BreakAsync(ConnectionRow row) =>
        ShowAsync("Break it, as a drill", new DialogParameters<DrillDialog> { { d => d.Row, row } });

    private async Task<bool> ShowAsync<TDialog>(string title, DialogParameters<TDialog> parameters)
        where TDialog : Microsoft.AspNetCore.Components.IComponent
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, DialogLook.Small);
        return await dialog.Result is { Canceled: false };
    }
}
