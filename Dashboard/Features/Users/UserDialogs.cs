using Dashboard.Components.Parts;
using Dashboard.Features.Users.Erasing;
using MudBlazor;

namespace Dashboard.Features.Users;

/// <summary>Opens this feature's dialogs.</summary>
internal sealed class UserDialogs(IDialogService dialogs)
{
    /// <summary>Erases the person after a confirmation.</summary>
    /// <returns>Whether data was erased.</returns>
    public Task<bool> EraseAsync(string userId) =>
        dialogs.AskAsync(
            "Erase this person",
            new DialogParameters<EraseDialog> { { d => d.UserId, userId } }
        );
}
