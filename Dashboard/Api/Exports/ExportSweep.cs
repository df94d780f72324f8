using Dashboard.Data.Work;

namespace Dashboard.Api.Exports;

/// <summary>Deletes exports that have expired, and what an earlier process left, on each node.</summary>
internal sealed class ExportSweep(ExportJobs jobs) : IRecurringWork
{
    public string Name => "export-sweep";
    public TimeSpan Interval => TimeSpan.FromMinutes(10);

    public Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        jobs.Prune();
        return Task.FromResult<TimeSpan?>(null);
    }
}
