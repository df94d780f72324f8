namespace Dashboard.Data.Work;

/// <summary>Renews this node's leases while it lives, whether their work runs or waits for its next run.</summary>
internal sealed class LeaseRenewal(WorkLeases leases) : IRecurringWork
{
    public string Name => "lease-renewal";

    public TimeSpan Interval => WorkLeases.LookEvery;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await leases.RenewAsync(stoppingToken);
        return null;
    }
}
