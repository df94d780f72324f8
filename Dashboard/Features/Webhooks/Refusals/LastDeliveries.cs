namespace Dashboard.Features.Webhooks.Refusals;

/// <summary>Stores what the recorder's loop did not see: it ends at once, while the server goes on serving for a moment.</summary>
internal sealed partial class LastDeliveries(DeliveryRecorder recorder, ILogger<LastDeliveries> logger)
    : IHostedLifecycleService
{
    /// <summary>Runs after the server and all other services were stopped.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await recorder.EndAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            LogNotStored(logger, exception);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The last deliveries before the end could not be counted")]
    private static partial void LogNotStored(ILogger logger, Exception exception);
}
