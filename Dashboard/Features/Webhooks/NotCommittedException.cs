namespace Dashboard.Features.Webhooks;

/// <summary>The event could not be committed; it can be sent again.</summary>
public sealed class NotCommittedException(string message, Exception? cause = null)
    : Exception(message, cause);
