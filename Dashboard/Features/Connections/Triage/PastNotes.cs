using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Triage;

/// <summary>The notes that a connection had before its current one.</summary>
internal sealed class PastNotes(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>Up to <see cref="PastNote.MaxKept"/>, the latest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<PastNote>> OfAsync(
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Latest(db, connectionId).AsNoTracking().ToListAsync(cancellationToken);
    }

    /// <summary>Deletes what is not kept any more of the connections whose notes the context has just saved.</summary>
    public static async Task PruneAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        foreach (var connectionId in db.PastNotes.Local.Select(n => n.ConnectionId).Distinct().ToList())
        {
            var kept = await Latest(db, connectionId).Select(n => n.Id).ToListAsync(cancellationToken);
            if (kept.Count < PastNote.MaxKept)
                continue;
            var oldest = kept[^1];
            await db
                .PastNotes.Where(n => n.ConnectionId == connectionId && n.Id < oldest)
                .ExecuteDeleteAsync(cancellationToken);
        }
    }

    private static IQueryable<PastNote> Latest(DashboardDbContext db, string connectionId) =>
        db
            .PastNotes.Where(n => n.ConnectionId == connectionId)
            .OrderByDescending(n => n.Id)
            .Take(PastNote.MaxKept);
}
