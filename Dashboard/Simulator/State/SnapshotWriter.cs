namespace Dashboard.Simulator.State;

/// <summary>Saves a changed world about once a second, and once more at shutdown.</summary>
internal sealed partial class SnapshotWriter(
    SimulatorWorld world,
    SnapshotFile file,
    TimeProvider time,
    ILogger<SnapshotWriter> logger
) : BackgroundService
{
    private static readonly TimeSpan Debounce = TimeSpan.FromSeconds(1);
    private long _savedVersion = -1;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await SaveAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!file.IsKept)
            return;
        using var timer = new PeriodicTimer(Debounce, time);
        do await SaveAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SaveAsync(CancellationToken cancellationToken)
    {
        var version = world.Version;
        if (version == _savedVersion)
            return;
        try
        {
            await file.SaveAsync(world.Snapshot(), cancellationToken);
            _savedVersion = version;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotSaved(exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The simulated world could not be saved; the next second tries again")]
    private partial void LogNotSaved(Exception exception);
}
