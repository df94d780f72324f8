using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>Updates the counts by brokerage and health for the connections of a batch.</summary>
internal static class HealthTally
{
    public static async Task WriteAsync(
        DashboardDbContext db,
        IEnumerable<ConnectionUnit> units,
        CancellationToken cancellationToken
    )
    {
        var deltas = new Dictionary<(string Brokerage, Health Health), (long Total, long Awaiting)>();
        foreach (var unit in units)
        {
            if (unit.Before is { } before)
                Add(deltas, before, -1);
            Add(deltas, unit.Connection, 1);
        }
        await AddAsync(
            db,
            [.. deltas.Where(d => d.Value != (0, 0)).Select(d => Count(d.Key, d.Value))],
            cancellationToken
        );
    }

    /// <summary>Adds to the stored counts, so that what another node adds meanwhile is kept.</summary>
    public static async Task AddAsync(
        DashboardDbContext db,
        IReadOnlyCollection<HealthCount> deltas,
        CancellationToken cancellationToken
    )
    {
        // In a fixed order, to avoid deadlocks between nodes.
        List<HealthCount> ordered =
        [
            .. deltas.OrderBy(d => d.BrokerageId, StringComparer.Ordinal).ThenBy(d => d.Health),
        ];
        var rows = new RowCommands(db);
        var added = await rows.AddAsync(ordered, cancellationToken);
        if (added == ordered.Count)
            return;
        var brokerages = ordered.ConvertAll(d => d.BrokerageId);
        var known = await db
            .HealthCounts.Where(c => brokerages.Contains(c.BrokerageId))
            .Select(c => new { c.BrokerageId, c.Health })
            .ToHashSetAsync(cancellationToken);
        if (ordered.RemoveAll(d => known.Contains(new { d.BrokerageId, d.Health })) != added)
            throw new DbUpdateConcurrencyException("Another node has begun the same count meanwhile.");
        await rows.InsertAsync(ordered, cancellationToken);
    }

    private static void Add(
        Dictionary<(string, Health), (long Total, long Awaiting)> deltas,
        Connection connection,
        int sign
    )
    {
        var key = (connection.BrokerageId ?? "", connection.Health);
        var (total, awaiting) = deltas.GetValueOrDefault(key);
        deltas[key] = (total + sign, awaiting + (connection.AwaitingVerification ? sign : 0));
    }

    private static HealthCount Count(
        (string Brokerage, Health Health) key,
        (long Total, long Awaiting) delta
    ) =>
        new()
        {
            BrokerageId = key.Brokerage,
            Health = key.Health,
            Total = delta.Total,
            Awaiting = delta.Awaiting,
        };
}
