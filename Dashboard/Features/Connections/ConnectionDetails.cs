using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Duplicates;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>Reads everything about one connection.</summary>
public sealed class ConnectionDetails(
    IDbContextFactory<DashboardDbContext> contexts,
    ConnectionQueries queries,
    CurrentOperator current,
    TimeProvider time
)
{
    private const int MaxSiblings = 20;
    private const int MaxDuplicates = 3;

    /// <returns>Null when no such connection is known.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ConnectionDetail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        if (await queries.FindAsync([id], cancellationToken) is not [var row])
            return null;
        var siblings = await queries.PageAsync(
            new ConnectionFilter { UserId = row.UserId },
            after: null,
            MaxSiblings + 1,
            cancellationToken
        );
        return new ConnectionDetail(
            row,
            RepairRecord.Of(await RecentEpisodesAsync(id, cancellationToken)),
            [.. siblings.Rows.Where(r => r.Id != id).Take(MaxSiblings)],
            await DuplicatesAsync([row, .. siblings.Rows.Where(r => r.Id != id)], id, cancellationToken)
        );
    }

    private async Task<IReadOnlyList<DuplicatePair>> DuplicatesAsync(
        List<ConnectionRow> ofUser,
        string id,
        CancellationToken cancellationToken
    )
    {
        var broken = ofUser.Where(r => r.Health == Health.Disabled).Select(r => r.Id).ToList();
        if (broken.Count == 0)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await DuplicateSearch
            .Of(db, broken)
            .Where(d => d.BrokenId == id || d.NewerId == id)
            .OrderBy(d => d.NewerSince)
            .ThenBy(d => d.NewerId)
            .Take(MaxDuplicates)
            .ToListAsync(cancellationToken);
        var ids = found.SelectMany(d => (string[])[d.BrokenId, d.NewerId]).ToHashSet(StringComparer.Ordinal);
        var rows = ids.Count == 0 ? [] : await queries.FindAsync(ids, cancellationToken);
        var byId = rows.ToDictionary(r => r.Id, StringComparer.Ordinal);
        return [.. found.Select(d => new DuplicatePair(byId[d.BrokenId], byId[d.NewerId], d.NewerSince))];
    }

    private async Task<List<Episode>> RecentEpisodesAsync(string id, CancellationToken cancellationToken)
    {
        var from = time.GetUtcNow() - RepairRecord.Period;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Episodes.AsNoTracking()
            .Where(e => e.ConnectionId == id && e.StartedAt >= from)
            .ToListAsync(cancellationToken);
    }
}
