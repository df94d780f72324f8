using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>Compares the kept counts of connections with the connections.</summary>
internal static class KeptCounts
{
    /// <returns>The differences, by brokerage and health. One statement reads both sides, so a writer can't come between.</returns>
    public static async Task<IReadOnlyList<CountDifference>> DifferencesAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        db.AllowLongReading();
        // EF can't translate a union of groups with rows.
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                SELECT 1 AS IsKept, BrokerageId, Health, Total, Awaiting FROM HealthCounts
                UNION ALL
                SELECT 0, COALESCE(BrokerageId, ''), Health, COUNT(*), SUM(CASE WHEN AwaitingVerification = 1 THEN 1 ELSE 0 END)
                FROM Connections GROUP BY COALESCE(BrokerageId, ''), Health
                """
            )
            .ToListAsync(cancellationToken);
        return
        [
            .. rows.GroupBy(r => (r.BrokerageId, r.Health), Difference)
                .Where(d => (d.Kept, d.KeptAwaiting) != (d.Counted, d.CountedAwaiting))
                .OrderBy(d => d.BrokerageId, StringComparer.Ordinal)
                .ThenBy(d => d.Health),
        ];
    }

    /// <summary>Corrects them by the differences, which stay right whatever else is committed meanwhile.</summary>
    /// <returns>What was corrected.</returns>
    public static Task<IReadOnlyList<CountDifference>> RebuildAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var differences = await DifferencesAsync(db, token);
                await HealthTally.AddAsync(db, [.. differences.Select(Correction)], token);
                return differences;
            },
            cancellationToken
        );

    private static HealthCount Correction(CountDifference wrong) =>
        new()
        {
            BrokerageId = wrong.BrokerageId,
            Health = wrong.Health,
            Total = wrong.Counted - wrong.Kept,
            Awaiting = wrong.CountedAwaiting - wrong.KeptAwaiting,
        };

    private static CountDifference Difference((string Brokerage, Health Health) key, IEnumerable<Row> rows)
    {
        var sides = rows.ToLookup(r => r.IsKept == 1);
        return new(
            key.Brokerage,
            key.Health,
            sides[true].Sum(r => r.Total),
            sides[false].Sum(r => r.Total),
            sides[true].Sum(r => r.Awaiting),
            sides[false].Sum(r => r.Awaiting)
        );
    }

    private sealed record Row(int IsKept, string BrokerageId, Health Health, long Total, long Awaiting);
}
