using Dashboard.Domain.Connections;
using Dashboard.Domain.Outcomes;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Outcomes;

/// <summary>Reads how long connections stay healthy: all of them, in pieces, with gaps for other work.</summary>
public sealed class SpanReader(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int PieceSize = 5000;

    /// <summary>By brokerage; empty for connections whose brokerage is unknown.</summary>
    public async Task<IReadOnlyList<(string BrokerageId, HealthySpans Spans)>> ReadAsync(
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        Dictionary<string, HealthySpans> byBrokerage = new(StringComparer.Ordinal);
        var gap = new Gap();
        string? last = "";
        while (last is not null)
        {
            gap.Begin();
            last = await ReadPieceAsync(byBrokerage, last, asOf, cancellationToken);
            if (last is not null)
                await gap.LeaveAsync(cancellationToken);
        }
        return [.. byBrokerage.Select(pair => (pair.Key, pair.Value))];
    }

    internal static IQueryable<SpanRow> Connections(DashboardDbContext db, string after) =>
        db
            .Connections.AsNoTracking()
            .Where(c => string.Compare(c.Id, after) > 0)
            .OrderBy(c => c.Id)
            .Take(PieceSize)
            .Select(c => new SpanRow(c.Id, c.BrokerageId, c.Health, c.Since, c.FirstEventAt));

    internal static IQueryable<Episode> Episodes(DashboardDbContext db, string after, string until) =>
        db
            .Episodes.AsNoTracking()
            .Where(e =>
                string.Compare(e.ConnectionId, after) > 0 && string.Compare(e.ConnectionId, until) <= 0
            )
            .OrderBy(e => e.ConnectionId)
            .ThenBy(e => e.StartedAt);

    private async Task<string?> ReadPieceAsync(
        Dictionary<string, HealthySpans> byBrokerage,
        string after,
        DateTimeOffset asOf,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connections = await Connections(db, after).ToListAsync(cancellationToken);
        if (connections.Count == 0)
            return null;
        var episodes = (
            await Episodes(db, after, connections[^1].Id).ToListAsync(cancellationToken)
        ).ToLookup(e => e.ConnectionId, StringComparer.Ordinal);
        foreach (var connection in connections)
        {
            var brokerage = connection.BrokerageId ?? "";
            if (!byBrokerage.TryGetValue(brokerage, out var spans))
                byBrokerage[brokerage] = spans = new HealthySpans();
            Add(spans, connection, episodes[connection.Id], asOf);
        }
        return connections.Count < PieceSize ? null : connections[^1].Id;
    }

    private static void Add(
        HealthySpans spans,
        SpanRow connection,
        IEnumerable<Episode> episodes,
        DateTimeOffset asOf
    )
    {
        DateTimeOffset? healthySince = connection.FirstEventAt;
        foreach (var episode in episodes)
        {
            if (healthySince < episode.StartedAt)
                spans.Ended(Hours(healthySince.Value, episode.StartedAt), isBreak: true);
            healthySince = episode.Outcome == EpisodeOutcome.Repaired ? episode.EndedAt : null;
        }
        if (healthySince is not { } since)
            return;
        if (connection.Health == Health.Healthy)
            spans.IsHealthy(Hours(since, asOf));
        else if (connection.Health == Health.Deleted)
            spans.Ended(Hours(since, connection.Since), isBreak: false);
    }

    private static int Hours(DateTimeOffset from, DateTimeOffset to) =>
        (int)Math.Max(0, (to - from).TotalHours);

    internal sealed record SpanRow(
        string Id,
        string? BrokerageId,
        Health Health,
        DateTimeOffset Since,
        DateTimeOffset FirstEventAt
    );
}
