using Microsoft.JSInterop;

namespace Dashboard.Features.Reconnect.CopyLink;

/// <summary>
/// Moves the keyboard on when the control that had it goes away: from the page's body no key reaches a
/// dialog, not even Escape.
/// </summary>
internal static class KeyboardFocus
{
    /// <summary>Waits for the move; that the place has gone, or the browser, is no failure.</summary>
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
