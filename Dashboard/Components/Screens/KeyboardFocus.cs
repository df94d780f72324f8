using Microsoft.JSInterop;

namespace Dashboard.Components.Screens;

/// <summary>
/// Moves the focus when the focused control disappears: while the page's body has the focus, dialogs get no keys, not
/// even Escape.
/// </summary>
public static class KeyboardFocus
{
    /// <summary>Waits for the move. Ignores a removed target or a closed browser.</summary>
    public static async Task MoveAsync(ValueTask move)
    {
        try
        {
            await move;
        }
        catch (Exception exception)
            when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The target was closed in the meantime.
        }
    }
}
