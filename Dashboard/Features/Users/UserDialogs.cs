using Dashboard.Components.Parts;
using Dashboard.Features.Users.Erasing;
using MudBlazor;

namespace Dashboard.Features.Users;

/// <summary>Opens this feature's dialogs.</summary>
internal sealed class UserDialogs(IDialogService dialogs)
{
    /// <summary>Erases the person after a confirmation.</summary>
    /// <returns>Whether data was erased.</returns>
    public async Task<bool> EraseAsync(string userId)
    {
        var dialog = await dialogs.ShowAsync<EraseDialog>(
            "Erase this person",
            new DialogParameters<EraseDialog> { { d => d.UserId, userId } },
            DialogLook.Small
        );
        return await dialog.Result is { Canceled: false };
    }
}
