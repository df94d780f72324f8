using System.Collections.Concurrent;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <param name="StillBroken">Connections that broke within it and have not been repaired.</param>
/// <param name="HeldCustomers">Customers with a broken connection of the brokerage: no e-mail goes to them for it.</param>
/// <param name="Bars">Breaks by five minutes, the latest last.</param>
public sealed record OpenFigures(long StillBroken, int HeldCustomers, IReadOnlyList<int> Bars);

/// <param name="Broke">Breaks between its start and its end.</param>
/// <param name="Repaired">Of them, those that were repaired since.</param>
/// <param name="ByThemselves">Of those, the ones for which nobody had started a reconnect link of ours.</param>
public sealed record PastFigures(int Broke, int Repaired, int ByThemselves);

/// <summary>
/// Counts what an incident did. What goes on is counted at most every twenty seconds on each node, however many
/// look at it.
/// </summary>
internal sealed class IncidentFigures(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>Three hours of five minutes each.</summary>
    public const int Bars = 36;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Counted> _counted = new(StringComparer.Ordinal);

    public async Task<OpenFigures> OfOpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var (id, _) in _counted.Where(c => now - c.Value.At >= Fresh))
            _counted.TryRemove(id, out _);
        if (_counted.TryGetValue(incident.Id, out var known))
            return known.Figures;
        var figures = await CountAsync(incident, now, cancellationToken);
        _counted[incident.Id] = new Counted(now, figures);
        return figures;
    }

    public async Task<PastFigures> OfPastAsync(Incident incident, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var breaks = IncidentBreaks.Of(db, incident.BrokerageId, incident.StartedAt, incident.EndedAt);
        return new PastFigures(
            await breaks.CountAsync(cancellationToken),
            await Repaired(breaks).CountAsync(cancellationToken),
            await ByThemselves(db, breaks).CountAsync(cancellationToken)
        );
    }

    internal static IQueryable<Episode> ByThemselves(DashboardDbContext db, IQueryable<Episode> breaks) =>
        Repaired(breaks)
            .Where(e =>
                !db.ReconnectLinks.Any(l =>
                    l.ConnectionId == e.ConnectionId && l.StartedAt >= e.StartedAt && l.StartedAt <= e.EndedAt
                )
            );

    private static IQueryable<Episode> Repaired(IQueryable<Episode> breaks) =>
        breaks.Where(e => e.Outcome == EpisodeOutcome.Repaired);

    private async Task<OpenFigures> CountAsync(
        Incident incident,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var broken = db.Connections.Where(c =>
            c.BrokerageId == incident.BrokerageId && c.Health == Health.Disabled
        );
        return new OpenFigures(
            await broken.LongCountAsync(c => c.Since >= incident.StartedAt, cancellationToken),
            await broken.Select(c => c.UserId).Distinct().CountAsync(cancellationToken),
            await BarsAsync(db, incident.BrokerageId, now, cancellationToken)
        );
    }

    private static async Task<IReadOnlyList<int>> BarsAsync(
        DashboardDbContext db,
        string brokerageId,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var bars = new int[Bars];
        var first = BreakSeries.StepOf(now) - Bars + 1;
        for (var bar = 0; bar < Bars; bar++)
        {
            var start = BreakSeries.StartOf(first + bar);
            bars[bar] = await IncidentBreaks
                .Of(db, brokerageId, start, start + BreakSeries.Step)
                .CountAsync(cancellationToken);
        }
        return bars;
    }

    private sealed record Counted(DateTimeOffset At, OpenFigures Figures);
}
