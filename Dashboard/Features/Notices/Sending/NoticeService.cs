using System.Data.Common;
using Dashboard.Data;
using Dashboard.Data.Work;

namespace Dashboard.Features.Notices.Sending;

/// <summary>Watches the clock and the threshold, and sends what waits, on one node of all.</summary>
internal sealed partial class NoticeService(
    ThresholdWatch threshold,
    DigestWriter digest,
    NoticeSender sender,
    WorkLeases leases,
    TimeProvider time,
    ILogger<NoticeService> logger
) : BackgroundService
{
    private const string Lease = "notices";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(1);

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
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (!await leases.HoldAsync(Lease, LeaseFor, stoppingToken))
                    continue;
                await threshold.LookAsync(stoppingToken);
                await digest.WriteIfDueAsync(stoppingToken);
                await sender.SendDueAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        }
    }

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Notices to the team could not be handled; trying again in five seconds"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
