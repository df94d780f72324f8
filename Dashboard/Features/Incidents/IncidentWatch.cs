using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Data.Work;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <summary>
/// The open incidents, as this node knows them: read every five seconds for all circuits together, so that each node shows
/// what another one found, and a banner costs the database nothing.
/// </summary>
internal sealed class IncidentWatch(IDbContextFactory<DashboardDbContext> contexts) : IRecurringWork
{
    /// <summary>Raised after something changed; on any thread.</summary>
    public event Action? Changed;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<NamedIncident> Now { get; private set; } = [];

    public string Name => "incident-watch";

    public TimeSpan Interval => TimeSpan.FromSeconds(5);

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await ReadAsync(stoppingToken);
        return null;
    }

    /// <summary>Reads immediately, as after a change.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await IncidentRows.Named(db, IncidentRows.Open(db)).ToListAsync(cancellationToken);
        List<NamedIncident> read = [.. open.OrderByDescending(i => i.Incident.DetectedAt)];
        var isSame = read.Select(Shown).SequenceEqual(Now.Select(Shown));
        Now = read;
        if (!isSame)
            Changed?.Invoke();
    }

    private static (string, int, string) Shown(NamedIncident open) =>
        (open.Incident.Id, open.Incident.Breaks, open.Brokerage);
}
