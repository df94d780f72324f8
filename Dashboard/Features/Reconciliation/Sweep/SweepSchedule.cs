using Microsoft.Extensions.Options;
using Quartz;

namespace Dashboard.Features.Reconciliation.Sweep;

/// <summary>Begins a full pass when one is due. When it was last begun is in the database, whatever restarts.</summary>
[DisallowConcurrentExecution]
internal sealed class SweepSchedule(
    SweepPasses passes,
    SweepRunner runner,
    IOptions<ReconciliationOptions> options
) : IJob
{
    public async ValueTask Execute(
        IJobExecutionContext context,
        CancellationToken cancellationToken = default
    )
    {
        if (await passes.BeginIfDueAsync(options.Value.Every, cancellationToken))
            runner.Wake();
    }
}
