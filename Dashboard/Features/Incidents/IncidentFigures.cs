using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents;

/// <param name="StillBroken">Connections that broke within it and have not been repaired.</param>
/// <param name="HeldCustomers">Customers with a broken connection of the brokerage: no e-mail goes to them for it.</param>
/// <param name="Bars">Breaks by five minutes, the latest last.</param>
/// <param name="FirstStep">The five minutes of the first bar; see <see cref="BreakSeries.StepOf"/>.</param>
public sealed record OpenFigures(long StillBroken, int HeldCustomers, IReadOnlyList<int> Bars, long FirstStep)
{
    public bool Equals(OpenFigures? other) =>
        other is not null
        && (StillBroken, HeldCustomers, FirstStep)
            == (other.StillBroken, other.HeldCustomers, other.FirstStep)
        && Bars.SequenceEqual(other.Bars);

    public override int GetHashCode() => HashCode.Combine(StillBroken, HeldCustomers, FirstStep);
}

/// <param name="Broke">Breaks between its start and its end.</param>
/// <param name="Repaired">Of them, those that were repaired since.</param>
/// <param name="ByThemselves">Of those, the ones for which nobody had started a reconnect link of ours.</param>
public sealed record PastFigures(int Broke, int Repaired, int ByThemselves);

/// <summary>
/// Counts what an incident did. All open incidents are counted together, with two queries and at most every twenty
/// seconds on each node, however many there are and however many people look at them.
/// </summary>
internal sealed class IncidentFigures(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _counting = new(1, 1);
    private OpenCount? _latest;

    public async Task<OpenFigures> OfOpenAsync(Incident incident, CancellationToken cancellationToken)
    {
        await _counting.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            // One that has opened since is counted immediately, with the others.
            if (_latest is null || now - _latest.At >= Fresh || !_latest.Knows(incident))
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                _latest = await OpenCount.OfAsync(db, now, cancellationToken);
            }
            return _latest.Of(incident);
        }
        finally
        {
            _counting.Release();
        }
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
}
