using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Components.Parts;

/// <summary>Opens dialogs with the same options.</summary>
public static class DialogLook
{
    public static readonly DialogOptions Small = Of(MaxWidth.Small);
    public static readonly DialogOptions Medium = Of(MaxWidth.Medium);

    /// <summary>Opens a dialog and waits until it is closed.</summary>
    /// <param name="dialogs">The circuit's dialogs.</param>
    /// <param name="title">The accessible name; the dialog shows its own heading.</param>
    /// <param name="parameters">The parameters of the dialog's component.</param>
    /// <param name="look">Null: <see cref="Small"/>.</param>
    /// <returns>Whether it was closed by its action, and not cancelled.</returns>
    public static async Task<bool> AskAsync<TDialog>(
        this IDialogService dialogs,
        string title,
        DialogParameters<TDialog> parameters,
        DialogOptions? look = null
    )
        where TDialog : IComponent
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, look ?? Small);
        return await dialog.Result is { Canceled: false };
    }

    private static DialogOptions Of(MaxWidth width) =>
        new()
        {
            MaxWidth = width,
            FullWidth = true,
            // MudBlazor's header and its close button can't be reached with Tab, so dialogs have their own.
            NoHeader = true,
            CloseOnEscapeKey = true,
        };
}
