using Dashboard.Data;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Discovery;

/// <summary>Applies SnapTrade's list of users to the known users.</summary>
internal sealed class UserListComparison(IDbContextFactory<DashboardDbContext> contexts)
{
    private const int PageSize = 500;

    /// <summary>Adds listed users that are unknown.</summary>
    /// <returns>How many.</returns>
    public async Task<int> AddAsync(
        List<string> listed,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var added = 0;
        foreach (var ids in listed.Chunk(PageSize))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var known = await db
                .SnapTradeUsers.Where(u => ids.Contains(u.Id))
                .Select(u => u.Id)
                .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
            foreach (var id in ids.Where(id => !known.Contains(id)))
                added += await AddAsync(db, SnapTradeUser.Create(id, now), cancellationToken);
            await db
                .SnapTradeUsers.Where(u => ids.Contains(u.Id) && u.UnlistedSince != null)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(u => u.UnlistedSince, (DateTimeOffset?)null)
                            .SetProperty(u => u.Version, u => u.Version + 1),
                    cancellationToken
                );
        }
        return added;
    }

    // One by one: an event may add the same user at the same time, which must not undo the others.
    private static async Task<int> AddAsync(
        DashboardDbContext db,
        SnapTradeUser user,
        CancellationToken cancellationToken
    )
    {
        try
        {
            db.Add(user);
            return await db.TrySaveAsync(cancellationToken) ? 1 : 0;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    /// <summary>Marks known users that are not listed, except those added after the list was requested.</summary>
    /// <returns>How many.</returns>
    public async Task<int> MarkAsync(
        HashSet<string> listed,
        DateTimeOffset askedAt,
        CancellationToken cancellationToken
    )
    {
        var unlisted = 0;
        var after = "";
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var page = await Present(db, after, askedAt).Take(PageSize).ToListAsync(cancellationToken);
            if (page.Count == 0)
                return unlisted;
            after = page[^1];
            var missing = page.Where(id => !listed.Contains(id)).ToList();
            unlisted += missing.Count;
            await db
                .SnapTradeUsers.Where(u => missing.Contains(u.Id) && u.UnlistedSince == null)
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(u => u.UnlistedSince, askedAt)
                            .SetProperty(u => u.Version, u => u.Version + 1),
                    cancellationToken
                );
        }
    }

    /// <summary>The ids of users that SnapTrade should list, after one.</summary>
    internal static IQueryable<string> Present(DashboardDbContext db, string after, DateTimeOffset askedAt) =>
        db
            .SnapTradeUsers.Where(u => string.Compare(u.Id, after) > 0 && u.CreatedAt < askedAt)
            .Where(u => u.DeletedAt == null || u.UpdatedAt > u.DeletedAt)
            .OrderBy(u => u.Id)
            .Select(u => u.Id);
}
