using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Finds connections that were probably connected again instead of repaired: while one is broken, another of the same
/// user came at the same brokerage. Nothing of it is stored but that two are separate logins, so that it holds
/// however the newer one was heard of, and ends by itself when the older one is repaired or deleted.
/// </summary>
internal static class DuplicateSearch
{
    /// <summary>By the id of the broken one; the newest of several.</summary>
    /// <param name="db">The database.</param>
    /// <param name="brokenIds">Connections that are disabled.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<Dictionary<string, Duplicate>> LoadAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> brokenIds,
        CancellationToken cancellationToken
    )
    {
        if (brokenIds.Count == 0)
            return [];
        var found = await Of(db, brokenIds).ToListAsync(cancellationToken);
        return found
            .GroupBy(d => d.BrokenId, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => g.OrderBy(d => d.NewerSince).ThenBy(d => d.NewerId, StringComparer.Ordinal).Last(),
                StringComparer.Ordinal
            );
    }

    /// <summary>
    /// Those of connections that are disabled, which the caller knows: asked for it too, SQLite walks all that is
    /// disabled instead of going to these.
    /// </summary>
    public static IQueryable<Duplicate> Of(DashboardDbContext db, IReadOnlyCollection<string> brokenIds) =>
        Compose(db, db.Connections.Where(c => brokenIds.Contains(c.Id)));

    /// <summary>Those of <paramref name="connections"/> that are disabled and have a duplicate.</summary>
    public static IQueryable<Connection> Having(DashboardDbContext db, IQueryable<Connection> connections)
    {
        var duplicates = Compose(db, db.Connections);
        return connections.Where(c => c.Health == Health.Disabled && duplicates.Any(d => d.BrokenId == c.Id));
    }

    // Nothing is known of two whose brokerage is not.
    private static IQueryable<Duplicate> Compose(DashboardDbContext db, IQueryable<Connection> broken) =>
        from old in broken.AsNoTracking()
        from newer in db.Connections
        where
            newer.UserId == old.UserId
            && old.BrokerageId != null
            && newer.BrokerageId == old.BrokerageId
            && newer.Id != old.Id
            && newer.Health != Health.Deleted
            && (newer.CreatedAt ?? newer.FirstEventAt) > old.Since
            && !db.SeparateLogins.Any(s => s.ConnectionId == newer.Id)
        select new Duplicate
        {
            BrokenId = old.Id,
            NewerId = newer.Id,
            NewerSince = newer.CreatedAt ?? newer.FirstEventAt,
        };
}
