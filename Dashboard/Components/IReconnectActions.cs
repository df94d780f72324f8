namespace Dashboard.Components;

/// <summary>What a screen may do about a connection that has to be reconnected, whichever feature does it.</summary>
public interface IReconnectActions
{
    /// <summary>
    /// Opens the dialog that makes a reconnect link for the connection; ends when it is closed. The dialog
    /// itself says when a link can't be made, and why.
    /// </summary>
    Task ShowCopyLinkAsync(string connectionId);
}
