using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Finds connections that were probably connected again instead of repaired: while one is broken, another of the same
/// user appeared at the same brokerage. Only the decision that two are separate logins is stored. Otherwise the result
/// is computed, so that it does not depend on the source of the newer one and ends when the older one is repaired.
/// </summary>
internal static class DuplicateSearch
{
    /// <summary>The duplicates by the id of the broken connection; the newest of several.</summary>
    /// <param name="db">The database.</param>
    /// <param name="brokenIds">Disabled connections.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
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
    /// The duplicates of connections that the caller knows to be disabled. With a condition on the health, SQLite would
    /// scan all disabled connections instead.
    /// </summary>
    public static IQueryable<Duplicate> Of(DashboardDbContext db, IReadOnlyCollection<string> brokenIds) =>
        Compose(db, db.Connections.Where(c => brokenIds.Contains(c.Id)));

    /// <summary>Filters <paramref name="connections"/> to disabled ones with a duplicate.</summary>
    public static IQueryable<Connection> Having(DashboardDbContext db, IQueryable<Connection> connections)
    {
        var duplicates = Compose(db, db.Connections);
        return connections.Where(c => c.Health == Health.Disabled && duplicates.Any(d => d.BrokenId == c.Id));
    }

    private static IQueryable<Duplicate> Compose(DashboardDbContext db, IQueryable<Connection> broken) =>
        from pair in Pairs(db, broken)
        where pair.NewerSince > pair.Since
        select new Duplicate
        {
            BrokenId = pair.Id,
            NewerId = pair.NewerId,
            NewerSince = pair.NewerSince,
        };

    /// <summary>
    /// Connections with each other one that may stand for the same login, whenever it appeared: the caller compares times.
    /// </summary>
    // Connections with an unknown brokerage can't be compared.
    public static IQueryable<Pair> Pairs(DashboardDbContext db, IQueryable<Connection> connections) =>
        from old in connections.AsNoTracking()
        from newer in db.Connections
        where
            newer.UserId == old.UserId
            && old.BrokerageId != null
            && newer.BrokerageId == old.BrokerageId
            && newer.Id != old.Id
            && newer.Health != Health.Deleted
            && !db.SeparateLogins.Any(s => s.ConnectionId == newer.Id)
        select new Pair
        {
            Id = old.Id,
            Since = old.Since,
            NewerId = newer.Id,
            NewerSince = newer.CreatedAt ?? newer.FirstEventAt,
        };

    /// <summary>A connection, and another of the same user at the same brokerage.</summary>
    public sealed record Pair
    {
        public required string Id { get; init; }

        /// <summary>When the connection's health began.</summary>
        public required DateTimeOffset Since { get; init; }
        public required string NewerId { get; init; }
        public required DateTimeOffset NewerSince { get; init; }
    }
}
