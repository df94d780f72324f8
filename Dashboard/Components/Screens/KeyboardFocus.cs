using Microsoft.JSInterop;

namespace Dashboard.Components.Screens;

/// <summary>
/// Moves the focus when the control that had it disappears: while the page's body has it, no key reaches a dialog, not
/// even Escape.
/// </summary>
public static class KeyboardFocus
{
    /// <summary>Waits for the move. Ignores that the target or the browser is gone.</summary>
    public static async Task MoveAsync(ValueTask move)
    {
        try
        {
            await move;
        }
        catch (Exception exception)
            when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // What was to have the focus was closed meanwhile.
        }
    }
}
