using Dashboard.SnapTrade;
using Quartz;

namespace Dashboard.Features.Reconciliation.Brokerages;

/// <summary>Has the list of brokerages read again when it is due; one that failed is due again a minute later.</summary>
[DisallowConcurrentExecution]
internal sealed partial class BrokerageSchedule(
    BrokerageDirectory directory,
    ILogger<BrokerageSchedule> logger
) : IJob
{
    public async ValueTask Execute(
        IJobExecutionContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await directory.RefreshIfDueAsync(cancellationToken);
        }
        catch (SnapTradeException exception)
        {
            LogFailed(logger, exception.Message);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The list of brokerages could not be read: {Reason}. Trying again in a minute"
    )]
    private static partial void LogFailed(ILogger logger, string reason);
}
