using Dashboard.Data.Work;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>
/// Starts a full pass when one is due. When the last one started is in the database, where only one of several nodes can
/// add the next.
/// </summary>
internal sealed class SweepSchedule(
    SweepPasses passes,
    SweepRunner runner,
    IOptions<ReconciliationOptions> options
) : IRecurringWork
{
    public string Name => "sweep-schedule";

    public TimeSpan Interval => TimeSpan.FromMinutes(1);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        if (await passes.BeginIfDueAsync(options.Value.Every, stoppingToken))
            runner.Signal.Wake();
        return null;
    }
}
