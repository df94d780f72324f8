using Dashboard.Data.Work;

namespace Dashboard.Features.Incidents.Detection;

/// <summary>Runs the detector on one node of several.</summary>
internal sealed class IncidentDetectionWork(IncidentDetector detector, IncidentWatch watch) : IRecurringWork
{
    public string Name => "incidents";

    public TimeSpan Interval => TimeSpan.FromSeconds(30);

    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await detector.LookAsync(stoppingToken);
        await watch.ReadAsync(stoppingToken);
        return null;
    }
}
