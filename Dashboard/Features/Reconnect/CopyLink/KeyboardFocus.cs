using Microsoft.JSInterop;

namespace Dashboard.Features.Reconnect.CopyLink;

/// <summary>
/// Moves the focus when the control that had it disappears: while the page's body has it, no key reaches a dialog, not
/// even Escape.
/// </summary>
internal static class KeyboardFocus
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
            // The dialog was closed meanwhile.
        }
    }
}
