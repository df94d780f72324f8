namespace Dashboard.Simulator.State;

/// <summary>One event that the simulated SnapTrade sends by webhook; fields that its type lacks are null.</summary>
public sealed record SimulatedEvent(
    string WebhookId,
    string Type,
    string UserId,
    string? AuthorizationId,
    string? BrokerageId,
    DateTimeOffset OccurredAt,
    string? AttemptResult = null,
    string? AccountId = null
);

/// <summary>SnapTrade's spelling of the event types the simulator sends.</summary>
public static class SimulatedEventType
{
    public const string UserRegistered = "USER_REGISTERED";
    public const string UserDeleted = "USER_DELETED";
    public const string Attempted = "CONNECTION_ATTEMPTED";
    public const string Added = "CONNECTION_ADDED";
    public const string Deleted = "CONNECTION_DELETED";
    public const string Broken = "CONNECTION_BROKEN";
    public const string Fixed = "CONNECTION_FIXED";
    public const string HoldingsUpdated = "ACCOUNT_HOLDINGS_UPDATED";
}

/// <summary>SnapTrade's spelling of <c>connectionAttemptedResult</c>.</summary>
public static class SimulatedAttempt
{
    public const string Success = "SUCCESS";
    public const string AuthExpired = "AUTH_EXPIRED";
    public const string AuthNotInProgress = "AUTH_NOT_IN_PROGRESS";
    public const string DifferentAccount = "DIFFERENT_ACCOUNT";
    public const string UncaughtError = "UNCAUGHT_ERROR";
    public const string InvalidCredentials = "INVALID_CREDENTIALS";
    public const string InvalidMfaCode = "INVALID_MFA_CODE";
    public const string NoData = "NO_DATA";
}
