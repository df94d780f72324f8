using Dashboard.Components.Time;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Text;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>What is wrong with a brokerage, in words.</summary>
public static class BrokerageTrouble
{
    /// <summary>Null when nothing is wrong.</summary>
    /// <param name="row">A connection of the brokerage's.</param>
    /// <param name="clock">The operator's.</param>
    public static string? Of(ConnectionRow row, BrowserTimeProvider clock) =>
        row switch
        {
            { IncidentSince: { } since, BrokeWithinIncident: true } =>
                $"{Incident(since, clock)}: the cause is the brokerage, not the customer",
            { IncidentSince: { } since } => $"{Incident(since, clock)}: reconnecting may fail",
            { Brokerage.InMaintenance: true } => "In maintenance: reconnecting fails",
            { Brokerage.IsDegraded: true } => "Degraded: reconnecting may fail",
            _ => null,
        };

    /// <summary>"Incident since 14:00".</summary>
    public static string Incident(DateTimeOffset since, BrowserTimeProvider clock) =>
        $"Incident since {TimeText.Moment(clock.ToLocal(since), clock.ToLocal(clock.GetUtcNow()))}";
}

/// <summary>Reads which brokerages have an incident.</summary>
internal static class OpenIncidents
{
    private static readonly PreparedQuery<KeyValuePair<string, DateTimeOffset>> Open = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db) =>
                db
                    .Incidents.Where(i => i.EndedAt == null)
                    .Select(i => new KeyValuePair<string, DateTimeOffset>(i.BrokerageId, i.StartedAt))
        )
    );

    /// <summary>Since when, by brokerage id.</summary>
    public static async Task<Dictionary<string, DateTimeOffset>> LoadAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var open = await Open.Run(db).ToListAsync(cancellationToken);
        return open.GroupBy(i => i.Key, i => i.Value, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(), StringComparer.Ordinal);
    }
}
