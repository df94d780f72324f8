using MudBlazor;

namespace Dashboard.Components.Parts;

/// <summary>How our dialogs are opened.</summary>
public static class DialogLook
{
    public static readonly DialogOptions Small = Of(MaxWidth.Small);
    public static readonly DialogOptions Medium = Of(MaxWidth.Medium);

    private static DialogOptions Of(MaxWidth width) =>
        new()
        {
            MaxWidth = width,
            FullWidth = true,
            // MudBlazor keeps its header, and the close button in it, out of Tab's reach: dialogs bring their own.
            NoHeader = true,
            CloseOnEscapeKey = true,
        };
}
