using Dashboard.Data;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <param name="Brokerage">Its name.</param>
public sealed record NamedIncident(Incident Incident, string Brokerage);

/// <summary>
/// The incidents that go on, as this node knows them: read every five seconds for all circuits together, so that
/// each node shows what another has found, and a banner costs the database nothing.
/// </summary>
internal sealed partial class OpenIncidents(
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time,
    ILogger<OpenIncidents> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Raised after something changed; on any thread.</summary>
    public event Action? Changed;

    /// <summary>The latest first.</summary>
    public IReadOnlyList<NamedIncident> Now { get; private set; } = [];

    /// <summary>Reads now, as whoever changes something does.</summary>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        List<NamedIncident> read =
        [
            .. (await Query(db).ToListAsync(cancellationToken)).OrderByDescending(i => i.Incident.DetectedAt),
        ];
        var isSame = read.Select(Seen).SequenceEqual(Now.Select(Seen));
        Now = read;
        if (!isSame)
            Changed?.Invoke();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await ReadAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(logger, exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal static IQueryable<NamedIncident> Query(DashboardDbContext db) =>
        from incident in db.Incidents.AsNoTracking()
        where incident.EndedAt == null
        join b in db.Brokerages.AsNoTracking() on incident.BrokerageId equals b.Id into brokerages
        from brokerage in brokerages.DefaultIfEmpty()
        select new NamedIncident(incident, brokerage == null ? incident.BrokerageId : brokerage.Name);

    private static (string, int, string) Seen(NamedIncident open) =>
        (open.Incident.Id, open.Incident.Breaks, open.Brokerage);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Open incidents could not be read; trying again in five seconds"
    )]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
