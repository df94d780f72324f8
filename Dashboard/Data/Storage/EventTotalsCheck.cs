using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>A type whose kept total is not what counting its events gives.</summary>
internal sealed record TotalDifference(string Type, long Kept, long Counted)
{
    public long By => Kept - Counted;
}

/// <summary>Counts all events by reading a whole index, and compares the kept totals.</summary>
internal static class EventTotalsCheck
{
    /// <param name="correct">Whether wrong totals are corrected.</param>
    /// <returns>What is wrong, by type.</returns>
    public static async Task<IReadOnlyList<TotalDifference>> RunAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        bool correct,
        CancellationToken cancellationToken
    )
    {
        var wrong = await CompareAsync(contexts, cancellationToken);
        if (wrong.Count > 0)
        {
            // Events that arrive between the two readings differ once; a wrong total differs by as much the next time.
            var before = wrong.ToDictionary(d => d.Type, d => d.By, StringComparer.Ordinal);
            wrong = await CompareAsync(contexts, cancellationToken);
            wrong.RemoveAll(d => !before.TryGetValue(d.Type, out var by) || by != d.By);
        }
        foreach (var difference in correct ? wrong : [])
            await contexts.InTransactionAsync(
                (db, token) =>
                    EventTotals.NoteDeletedAsync(db, difference.Type, difference.By, before: null, token),
                cancellationToken
            );
        return wrong;
    }

    private static async Task<List<TotalDifference>> CompareAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        CancellationToken cancellationToken
    )
    {
        var kept = await EventTotals.StoredAsync(contexts, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AllowLongReading();
        var counted = await db
            .Events.GroupBy(e => e.Type)
            .Select(g => new { g.Key, Count = g.LongCount() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
        return
        [
            .. kept
                .Keys.Union(counted.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(type => new TotalDifference(
                    type,
                    kept.GetValueOrDefault(type),
                    counted.GetValueOrDefault(type)
                ))
                .Where(d => d.By != 0),
        ];
    }
}
