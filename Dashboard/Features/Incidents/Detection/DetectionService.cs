using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Work;

namespace Dashboard.Features.Incidents.Detection;

/// <summary>Runs the detector on one node of all.</summary>
internal sealed partial class DetectionService(
    IncidentDetector detector,
    OpenIncidents open,
    WorkLeases leases,
    TimeProvider time,
    ILogger<DetectionService> logger
) : BackgroundService
{
    private const string Lease = "incidents";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    // The first look counts 30 days, and must not be taken for dead.
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await leases.ReleaseAsync(Lease, cancellationToken);
        }
        catch (Exception exception)
            when (exception is DbException or OperationCanceledException or ObjectDisposedException)
        {
            // It runs out by itself.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                if (!await leases.HoldAsync(Lease, LeaseFor, stoppingToken))
                    continue;
                await detector.LookAsync(stoppingToken);
                await open.ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Looking for incidents failed; trying again in 30 seconds"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
