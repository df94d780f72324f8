using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>Pages of several parts of the history, each of which an index has in its order; together none has.</summary>
internal static class MergedPages
{
    /// <summary>One page of all parts, newest first.</summary>
    /// <param name="parts">No event is in two of them.</param>
    public static async Task<Page<EventRow, EventPosition>> ReadAsync(
        DashboardDbContext db,
        IEnumerable<IQueryable<ConnectionEvent>> parts,
        EventPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        List<EventPosition> firsts = [];
        foreach (var part in parts)
            firsts.AddRange(await Newest(part, after).Take(limit + 1).ToListAsync(cancellationToken));
        var ids = firsts
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Take(limit + 1)
            .Select(e => e.Id)
            .ToList();
        return await EventRows
            .NewestFirst(db, db.Events.AsNoTracking().Where(e => ids.Contains(e.Id)), after: null)
            .ToPageAsync(limit, row => row.Position, cancellationToken);
    }

    internal static IQueryable<EventPosition> Newest(
        IQueryable<ConnectionEvent> part,
        EventPosition? after
    ) =>
        EventRows
            .After(part, after)
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => new EventPosition(e.OccurredAt, e.Id));
}
