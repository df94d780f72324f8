using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>What a replay found, or corrected.</summary>
/// <param name="Checked">Connections that were computed again.</param>
/// <param name="Connections">Those of them that differ.</param>
/// <param name="Skipped">Those that changed again and again meanwhile.</param>
public sealed record ReplayResult(long Checked, long Connections, long Differences, long Skipped);

/// <summary>
/// Computes connections again from their stored events, a page of connections at a time, and compares them with what is stored.
/// Sends nothing to anybody.
/// </summary>
public sealed class Replay(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int PageSize = 200;
    private const int MaxAttempts = 3;

    /// <param name="apply">Whether what differs is corrected.</param>
    /// <param name="tell">Called for each difference.</param>
    /// <param name="progress">The share that is done.</param>
    /// <param name="cancellationToken">Cancels between pages; what was corrected before stays.</param>
    public async Task<ReplayResult> RunAsync(
        bool apply,
        Action<ReplayDifference> tell,
        IProgress<double>? progress,
        CancellationToken cancellationToken
    )
    {
        var total = Math.Max(1, await TotalAsync(cancellationToken));
        var result = new ReplayResult(0, 0, 0, 0);
        string? after = null;
        while (true)
        {
            var ids = await PageAsync(after, cancellationToken);
            if (ids.Count == 0)
                return result;
            var (found, skipped) = await CompareAsync(ids, cancellationToken);
            if (apply && found.Count > 0)
                found = await ApplyAsync(
                    [.. found.Select(d => d.ConnectionId).Distinct()],
                    cancellationToken
                );
            found.ForEach(tell);
            result = new(
                result.Checked + ids.Count,
                result.Connections
                    + found.Select(d => d.ConnectionId).Distinct(StringComparer.Ordinal).Count(),
                result.Differences + found.Count,
                result.Skipped + skipped
            );
            progress?.Report(Math.Min(1, (double)result.Checked / total));
            after = ids[^1];
        }
    }

    private async Task<long> TotalAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.HealthCounts.SumAsync(c => c.Total, cancellationToken);
    }

    private async Task<List<string>> PageAsync(string? after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var connections = db.Connections.AsNoTracking();
        if (after is not null)
            connections = connections.Where(c => string.Compare(c.Id, after) > 0);
        return await connections
            .OrderBy(c => c.Id)
            .Select(c => c.Id)
            .Take(PageSize)
            .ToListAsync(cancellationToken);
    }

    // A connection and its events are read one after the other: what changed between them is read again.
    private async Task<(List<ReplayDifference> Found, int Skipped)> CompareAsync(
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        List<ReplayDifference> found = [];
        for (var attempt = 1; ids.Count > 0 && attempt <= MaxAttempts; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var units = await UnitsAsync(db, ids, cancellationToken);
            var effects = await Refolding.FoldAsync(db, units, cancellationToken);
            var differing = ReplayDifference.Of(units, effects);
            if (differing.Count == 0)
                return (found, 0);
            var versions = await db
                .Connections.Where(c => ids.Contains(c.Id))
                .ToDictionaryAsync(c => c.Id, c => c.Version, StringComparer.Ordinal, cancellationToken);
            var changed = units
                .Where(u => versions.GetValueOrDefault(u.Connection.Id) != u.Before!.Version)
                .Select(u => u.Connection.Id)
                .ToHashSet(StringComparer.Ordinal);
            found.AddRange(differing.Where(d => !changed.Contains(d.ConnectionId)));
            ids = [.. differing.Select(d => d.ConnectionId).Where(changed.Contains).Distinct()];
        }
        return (found, ids.Count);
    }

    private Task<List<ReplayDifference>> ApplyAsync(List<string> ids, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var set = new WorkingSet();
                foreach (var unit in await UnitsAsync(db, ids, token))
                    set.Connections.Add(unit.Connection.Id, unit);
                var units = set.Connections.Values;
                var effects = await Refolding.FoldAsync(db, units, token);
                var found = ReplayDifference.Of(units, effects);
                var rows = new RowCommands(db);
                await Refolding.CorrectEffectsAsync(db, effects, token);
                await rows.WriteEpisodesAsync(set, token);
                await rows.WriteConnectionsAsync(set, token);
                await HealthTally.WriteAsync(db, units, token);
                return found;
            },
            cancellationToken
        );

    private static async Task<List<ConnectionUnit>> UnitsAsync(
        DashboardDbContext db,
        List<string> ids,
        CancellationToken cancellationToken
    ) =>
        (
            await db.Connections.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken)
        ).ConvertAll(c => new ConnectionUnit(c, isNew: false));
}
