using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Duplicates;

/// <summary>
/// Finds connections that were probably connected anew instead of repaired: while one is broken, another of the same
/// user came at the same brokerage. Nothing of it is stored but that two are separate logins, so that it holds
/// however the newer one was heard of, and ends by itself when the older one is repaired or deleted.
/// </summary>
internal static class DuplicateSearch
{
    /// <summary>By the id of the broken one; the newest of several.</summary>
    public static async Task<Dictionary<string, Duplicate>> LoadAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> brokenIds,
        CancellationToken cancellationToken
    )
    {
        if (brokenIds.Count == 0)
            return [];
        var found = await Compose(db)
            .Where(d => brokenIds.Contains(d.BrokenId))
            .ToListAsync(cancellationToken);
        return found
            .GroupBy(d => d.BrokenId, StringComparer.Ordinal)
            .ToDictionary(
                g => g.Key,
                g => g.OrderBy(d => d.NewerSince).ThenBy(d => d.NewerId, StringComparer.Ordinal).Last(),
                StringComparer.Ordinal
            );
    }

    /// <summary>Those on whose either side the connection stands.</summary>
    public static Task<List<Duplicate>> WithAsync(
        DashboardDbContext db,
        string connectionId,
        int limit,
        CancellationToken cancellationToken
    ) =>
        Compose(db)
            .Where(d => d.BrokenId == connectionId || d.NewerId == connectionId)
            .OrderBy(d => d.NewerSince)
            .ThenBy(d => d.NewerId)
            .Take(limit)
            .ToListAsync(cancellationToken);

    internal static IQueryable<Duplicate> Compose(DashboardDbContext db) =>
        from broken in db.Connections.AsNoTracking()
        where broken.Health == Health.Disabled
        from newer in db.Connections
        where
            newer.UserId == broken.UserId
            && newer.BrokerageId == broken.BrokerageId
            && newer.Id != broken.Id
            && newer.Health != Health.Deleted
            && (newer.CreatedAt ?? newer.FirstEventAt) > broken.Since
            && !db.SeparateLogins.Any(s => s.ConnectionId == newer.Id)
        select new Duplicate
        {
            BrokenId = broken.Id,
            NewerId = newer.Id,
            NewerSince = newer.CreatedAt ?? newer.FirstEventAt,
        };
}
