using Dashboard.Data.Work;

namespace Dashboard.Features.Notices.Sending;

/// <summary>Adds the notices that are due and sends them, on one node of several.</summary>
internal sealed class NoticeWork(ThresholdWatch threshold, DigestWriter digest, NoticeSender sender)
    : IRecurringWork
{
    public string Name => "notices";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public bool OnOneNode => true;

    public bool WaitsFirst => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await threshold.LookAsync(stoppingToken);
        await digest.WriteIfDueAsync(stoppingToken);
        await sender.SendDueAsync(stoppingToken);
        return null;
    }
}
