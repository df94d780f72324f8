namespace Dashboard.Access.Sessions;

/// <summary>Forgets sessions that nobody can use any more; the audit trail remembers that they were.</summary>
internal sealed partial class SessionPruner(
    SessionStore sessions,
    TimeProvider time,
    ILogger<SessionPruner> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await sessions.PruneAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Old sessions could not be removed; trying again in an hour"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
