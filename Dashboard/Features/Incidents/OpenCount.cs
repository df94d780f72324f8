using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <summary>The figures of all open incidents at one moment.</summary>
internal sealed class OpenCount
{
    /// <summary>Three hours of five minutes each.</summary>
    public const int Bars = 36;

    private readonly IReadOnlyDictionary<string, BrokenNow> _broken;
    private readonly ILookup<string, BreaksOfStep> _breaks;
    private readonly long _firstStep;

    private OpenCount(
        DateTimeOffset at,
        IReadOnlyDictionary<string, BrokenNow> broken,
        ILookup<string, BreaksOfStep> breaks,
        long firstStep
    ) => (At, _broken, _breaks, _firstStep) = (at, broken, breaks, firstStep);

    public DateTimeOffset At { get; }

    public static async Task<OpenCount> OfAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var first = BreakSeries.StepOf(now) - Bars + 1;
        var broken = await Broken(db).ToDictionaryAsync(b => b.IncidentId, cancellationToken);
        var breaks = await Breaks(db, first, first + Bars).ToListAsync(cancellationToken);
        return new OpenCount(now, broken, breaks.ToLookup(b => b.BrokerageId), first);
    }

    /// <summary>Whether the incident was open then.</summary>
    public bool Knows(Incident incident) => _broken.ContainsKey(incident.Id);

    /// <summary>An incident's figures; nothing is broken within one that was not open.</summary>
    public OpenFigures Of(Incident incident)
    {
        var bars = new int[Bars];
        foreach (var (_, step, count) in _breaks[incident.BrokerageId])
            bars[step - _firstStep] = count;
        var broken = _broken.GetValueOrDefault(incident.Id);
        return new OpenFigures(broken?.Within ?? 0, broken?.Customers ?? 0, bars, _firstStep);
    }

    /// <summary>What is broken at the brokerage of each open incident, with a row for those without any.</summary>
    internal static IQueryable<BrokenNow> Broken(DashboardDbContext db) =>
        from incident in IncidentRows.Open(db)
        from connection in db
            .Connections.Where(c => c.BrokerageId == incident.BrokerageId && c.Health == Health.Disabled)
            .DefaultIfEmpty()
        group new
        {
            connection.UserId,
            IsWithin = connection.Since >= incident.StartedAt,
        } by incident.Id into all
        select new BrokenNow(
            all.Key,
            all.LongCount(c => c.IsWithin),
            all.Select(c => c.UserId).Distinct().Count()
        );

    /// <summary>Breaks by five minutes at the brokerages of open incidents.</summary>
    /// <param name="first">See <see cref="BreakSeries.StepOf"/>.</param>
    /// <param name="end">The first step that is not counted.</param>
    internal static IQueryable<BreaksOfStep> Breaks(DashboardDbContext db, long first, long end)
    {
        var (from, to) = (BreakSeries.StartOf(first), BreakSeries.StartOf(end));
        var open = IncidentRows.Open(db);
        return from episode in db.Episodes
            where episode.StartedAt >= @from && episode.StartedAt < to
            join connection in db.Connections on episode.ConnectionId equals connection.Id
            where open.Any(i => i.BrokerageId == connection.BrokerageId)
            group episode by new
            {
                connection.BrokerageId,
                Step = BreakSeries.StepOf(episode.StartedAt),
            } into all
            select new BreaksOfStep(all.Key.BrokerageId!, all.Key.Step, all.Count());
    }

    /// <param name="Within">Connections that broke within the incident and are still broken.</param>
    /// <param name="Customers">Customers with a broken connection, whenever it broke.</param>
    internal sealed record BrokenNow(string IncidentId, long Within, int Customers);

    internal sealed record BreaksOfStep(string BrokerageId, long Step, int Count);
}
