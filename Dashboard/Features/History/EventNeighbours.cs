using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>The events around one.</summary>
internal static class EventNeighbours
{
    /// <summary>Effects that change a connection's health.</summary>
    public static readonly EventEffect[] Changes =
    [
        EventEffect.Added,
        EventEffect.Broke,
        EventEffect.Repaired,
        EventEffect.Deleted,
    ];

    /// <summary>The event and its neighbours of the same connection, newest first.</summary>
    public static async Task<IReadOnlyList<EventRow>> OfConnectionAsync(
        DashboardDbContext db,
        EventRow row,
        string connectionId,
        CancellationToken cancellationToken
    )
    {
        var events = db.Events.AsNoTracking().Where(e => e.ConnectionId == connectionId);
        List<long> ids = [row.Id, .. await AroundAsync(db, events, row, cancellationToken)];
        return await RowsAsync(db, ids, cancellationToken);
    }

    /// <summary>Its neighbours of the same user that are not of its connection, newest first.</summary>
    public static async Task<IReadOnlyList<EventRow>> OfUserAsync(
        DashboardDbContext db,
        EventRow row,
        CancellationToken cancellationToken
    )
    {
        var (user, connection) = (row.UserId, row.ConnectionId);
        var events = db.Events.AsNoTracking().Where(e => e.UserId == user);
        events = connection is null
            ? events.Where(e => e.Id != row.Id)
            : events.Where(e => e.ConnectionId == null || e.ConnectionId != connection);
        return await RowsAsync(db, await AroundAsync(db, events, row, cancellationToken), cancellationToken);
    }

    /// <summary>The first of some events, with its names; null: there is none.</summary>
    public static async Task<EventRow?> FirstAsync(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        CancellationToken cancellationToken
    )
    {
        var ids = await Oldest(events).Take(1).ToListAsync(cancellationToken);
        return (await RowsAsync(db, ids, cancellationToken)).FirstOrDefault();
    }

    /// <summary>Those that happened after a position.</summary>
    public static IQueryable<ConnectionEvent> Later(
        IQueryable<ConnectionEvent> events,
        EventPosition position
    )
    {
        var (at, id) = position;
        return events.Where(e => e.OccurredAt >= at && (e.OccurredAt > at || e.Id > id));
    }

    private static async Task<List<long>> AroundAsync(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        EventRow row,
        CancellationToken cancellationToken
    )
    {
        var whole = events.WithoutCopies(db);
        var newer = await Oldest(Later(whole, row.Position))
            .Take(EventDetails.MaxNeighbours)
            .ToListAsync(cancellationToken);
        var older = await EventRows
            .After(whole, row.Position)
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => e.Id)
            .Take(EventDetails.MaxNeighbours)
            .ToListAsync(cancellationToken);
        return [.. newer, .. older];
    }

    private static IQueryable<long> Oldest(IQueryable<ConnectionEvent> events) =>
        events.OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Select(e => e.Id);

    private static async Task<IReadOnlyList<EventRow>> RowsAsync(
        DashboardDbContext db,
        List<long> ids,
        CancellationToken cancellationToken
    ) =>
        ids.Count == 0
            ? []
            : await EventRows
                .NewestFirst(db, db.Events.AsNoTracking().Where(e => ids.Contains(e.Id)), after: null)
                .ToListAsync(cancellationToken);
}
