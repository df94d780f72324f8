namespace Dashboard.Features.Reconnect;

/// <summary>What an operator or an API key did about a connection.</summary>
/// <param name="Key">Set when repeating the action is the same event.</param>
/// <param name="Before">The state before, for the audit trail.</param>
/// <param name="After">The state after, for the audit trail.</param>
internal sealed record OperatorAction(
    string EventType,
    string ConnectionId,
    string UserId,
    string? LinkId,
    string? Key = null,
    object? Before = null,
    object? After = null
);
