using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Incidents.Detection;

/// <summary>
/// Examines the breaks of every brokerage and opens, counts and ends incidents. A run costs a few queries, the largest over
/// the breaks of the last quarter of an hour, regardless of the number of connections.
/// </summary>
internal sealed class IncidentDetector(
    IDbContextFactory<DashboardDbContext> contexts,
    BreakReader reader,
    IncidentLog log,
    TimeProvider time
)
{
    // The period that breaks are compared over, and two more days for incidents that began before it.
    private static readonly TimeSpan Memory = BreakSeries.Step * BreakSeries.Length;

    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await reader.ReadAsync(now, cancellationToken);
        var brokerages = await ReadBrokeragesAsync(now, cancellationToken);
        foreach (var (id, series) in reader.ByBrokerage)
        {
            if (brokerages.TryGetValue(id, out var brokerage))
                await JudgeAsync(brokerage, series, now, cancellationToken);
        }
    }

    private async Task JudgeAsync(
        Watched brokerage,
        BreakSeries series,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        // A declared incident lasts until an operator ends it.
        var finding = brokerage.Open is { OpenedBy: not null }
            ? new IncidentFinding(IncidentStatus.Continuing)
            : IncidentDetection.Look(series, brokerage.Situation, now);
        if (finding.Status == IncidentStatus.Started)
            await StartAsync(brokerage.Id, finding, cancellationToken);
        if (brokerage.Open is not { } open)
            return;
        await CountAsync(open, series, now, cancellationToken);
        if (finding.Status == IncidentStatus.Over)
            await log.EndAsync(open.Id, by: null, alongside: null, cancellationToken);
    }

    private async Task StartAsync(
        string brokerageId,
        IncidentFinding finding,
        CancellationToken cancellationToken
    )
    {
        if (await BoundsAsync(brokerageId, finding.Since, cancellationToken) is not var (first, last))
            return;
        var opening = new IncidentOpening(
            brokerageId,
            first,
            finding.Breaks,
            finding.Expected,
            last,
            By: null
        );
        await log.OpenAsync(opening, alongside: null, cancellationToken);
    }

    private async Task CountAsync(
        Incident open,
        BreakSeries series,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (first, last) = (BreakSeries.StepOf(open.StartedAt), BreakSeries.StepOf(now));
        var breaks = series.Sum(last, (int)Math.Min(last - first + 1, BreakSeries.Length));
        if (breaks <= open.Breaks)
            return;
        var bounds = await BoundsAsync(open.BrokerageId, open.StartedAt, cancellationToken);
        await log.CountAsync(open.Id, breaks, bounds?.Last ?? open.LastBreakAt, cancellationToken);
    }

    /// <summary>When the brokerage's first and last break since then happened.</summary>
    private async Task<(DateTimeOffset First, DateTimeOffset Last)?> BoundsAsync(
        string brokerageId,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var breaks = IncidentBreaks.Of(db, brokerageId, since, to: null).Select(e => e.StartedAt);
        var first = await breaks.Order().FirstOrDefaultAsync(cancellationToken);
        return first == default
            ? null
            : (first, await breaks.OrderDescending().FirstAsync(cancellationToken));
    }

    private async Task<Dictionary<string, Watched>> ReadBrokeragesAsync(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var from = now - Memory;
        var incidents = (await IncidentRows.OpenSince(db, from).ToListAsync(cancellationToken)).ToLookup(
            i => i.BrokerageId,
            StringComparer.Ordinal
        );
        var troubled = await db
            .Brokerages.Where(b => b.InMaintenance || b.IsDegraded)
            .Select(b => b.Id)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        var knownSince = await db
            .Events.OrderBy(e => e.OccurredAt)
            .Select(e => (DateTimeOffset?)e.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);
        var counts = await db
            .HealthCounts.Where(c => c.Health != Health.Deleted)
            .GroupBy(c => c.BrokerageId)
            .Select(g => new { g.Key, Connections = g.Sum(c => c.Total) })
            .ToListAsync(cancellationToken);
        return counts.ToDictionary(
            c => c.Key,
            c =>
                Watched.Of(
                    c.Key,
                    new BrokerageSituation(c.Connections, knownSince ?? now)
                    {
                        IsTroubled = troubled.Contains(c.Key),
                    },
                    [.. incidents[c.Key]],
                    now
                ),
            StringComparer.Ordinal
        );
    }

    private sealed record Watched(string Id, BrokerageSituation Situation, Incident? Open)
    {
        /// <summary>How long nothing is detected after an operator ended an incident.</summary>
        private static readonly TimeSpan Respite = TimeSpan.FromHours(1);

        public static Watched Of(
            string id,
            BrokerageSituation situation,
            IReadOnlyCollection<Incident> incidents,
            DateTimeOffset now
        )
        {
            var open = incidents.FirstOrDefault(i => i.IsOpen);
            return new Watched(
                id,
                situation with
                {
                    OpenSince = open?.StartedAt,
                    HandledUntil = incidents.Where(i => !i.IsOpen).Max(i => HandledUntil(i, now)),
                    Outages = [.. incidents.Select(i => (i.StartedAt, i.EndedAt ?? now))],
                },
                open
            );
        }

        private static DateTimeOffset? HandledUntil(Incident ended, DateTimeOffset now) =>
            ended.ClosedBy is not null && now < ended.EndedAt + Respite ? now : ended.EndedAt;
    }
}
