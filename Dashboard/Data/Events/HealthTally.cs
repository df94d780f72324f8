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
        // In a fixed order, to avoid deadlocks between nodes.
        var changed = deltas
            .Where(d => d.Value != (0, 0))
            .OrderBy(d => d.Key.Brokerage, StringComparer.Ordinal)
            .ThenBy(d => d.Key.Health);
        foreach (var ((brokerage, health), (total, awaiting)) in changed)
            await AddAsync(db, brokerage, health, total, awaiting, cancellationToken);
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

    public static async Task AddAsync(
        DashboardDbContext db,
        string brokerage,
        Health health,
        long total,
        long awaiting,
        CancellationToken cancellationToken
    )
    {
        var updated = await db.Database.ExecuteSqlAsync(
            $"UPDATE HealthCounts SET Total = Total + {total}, Awaiting = Awaiting + {awaiting} WHERE BrokerageId = {brokerage} AND Health = {(int)health}",
            cancellationToken
        );
        if (updated > 0)
            return;
        var count = new HealthCount
        {
            BrokerageId = brokerage,
            Health = health,
            Total = total,
            Awaiting = awaiting,
        };
        await new RowCommands(db).InsertAsync([count], cancellationToken);
    }
}
