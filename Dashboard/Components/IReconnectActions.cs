namespace Dashboard.Components;

/// <summary>Makes reconnect links from any screen.</summary>
public interface IReconnectActions
{
    /// <summary>
    /// Opens the dialog that makes a reconnect link for the connection; completes when it is closed. The dialog
    /// explains when a link can't be made.
    /// </summary>
    Task ShowCopyLinkAsync(string connectionId);
}
