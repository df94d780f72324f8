namespace Dashboard.Features.Reconnect.CopyLink;

internal static partial class CopyLinkLog
{
    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A reconnect link for connection {ConnectionId} could not be made"
    )]
    public static partial void LogLinkFailed(this ILogger logger, string connectionId, Exception exception);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A portal link for connection {ConnectionId} could not be made"
    )]
    public static partial void LogPortalLinkFailed(
        this ILogger logger,
        string connectionId,
        Exception exception
    );

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The links of connection {ConnectionId} could not be read or changed"
    )]
    public static partial void LogLinksFailed(this ILogger logger, string connectionId, Exception exception);
}
