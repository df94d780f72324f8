using MudBlazor;

namespace Dashboard.Components.Parts;

/// <summary>The options of our dialogs.</summary>
public static class DialogLook
{
    public static readonly DialogOptions Small = Of(MaxWidth.Small);
    public static readonly DialogOptions Medium = Of(MaxWidth.Medium);

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
