using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Discovery;

/// <param name="Discovery">What came of it; null when nothing did.</param>
/// <param name="Error">Why SnapTrade's list could not be had.</param>
public sealed record DiscoveryResult(UserDiscovery? Discovery, SnapTradeErrorKind? Error = null)
{
    /// <summary>Somebody else compares at this moment.</summary>
    public bool IsTaken => Discovery is null && Error is null;
}

/// <summary>
/// Compares our users with the list of SnapTrade's. Who is missing here is added, without contact and secret; who is
/// missing there is marked.
/// </summary>
public sealed class UserDiscoverer(
    IDbContextFactory<DashboardDbContext> contexts,
    ISnapTradeClient snapTrade,
    WorkLeases leases,
    CurrentOperator current,
    AuditWriter audit,
    TimeProvider time
)
{
    private const string Lease = "user-discovery";
    private const int PageSize = 500;
    private static readonly TimeSpan LeaseFor = TimeSpan.FromMinutes(10);

    /// <summary>The latest comparison; null when there was none.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserDiscovery?> LatestAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserDiscoveries.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Asks SnapTrade and compares. Again is the same as once; broken off, the next one goes on with it.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<DiscoveryResult> DiscoverAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageUsers);
        if (!await leases.HoldAsync(Lease, LeaseFor, cancellationToken))
            return new(null);
        try
        {
            return await CompareAsync(actor, cancellationToken);
        }
        finally
        {
            await leases.ReleaseAsync(Lease, CancellationToken.None);
        }
    }

    private async Task<DiscoveryResult> CompareAsync(Actor actor, CancellationToken cancellationToken)
    {
        var askedAt = time.GetUtcNow();
        HashSet<string> listed;
        try
        {
            listed = (await snapTrade.ListUsersAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        }
        catch (SnapTradeException exception)
        {
            await using var failed = await contexts.CreateDbContextAsync(CancellationToken.None);
            audit.Add(
                failed,
                AuditActions.DiscoverUsers,
                "users",
                $"{AuditResults.Failed}: {exception.Kind}"
            );
            await failed.SaveChangesAsync(CancellationToken.None);
            return new(null, exception.Kind);
        }
        var taken = listed.Where(UserInput.IsId).ToList();
        var added = await AddAsync(taken, askedAt, cancellationToken);
        var unlisted = await MarkAsync(listed, askedAt, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var discovery = await db.UserDiscoveries.SingleOrDefaultAsync(cancellationToken);
        if (discovery is null)
            db.Add(discovery = UserDiscovery.New());
        discovery.Note(askedAt, actor.Name, listed.Count, added, listed.Count - taken.Count, unlisted);
        audit.Add(
            db,
            AuditActions.DiscoverUsers,
            "users",
            after: new
            {
                discovery.Listed,
                discovery.Added,
                discovery.NotTaken,
                discovery.Unlisted,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return new(discovery);
    }

    private async Task<int> AddAsync(
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

    // One by one: an event may bring the same user at the same moment, and the others must not suffer for it.
    private static async Task<int> AddAsync(
        DashboardDbContext db,
        SnapTradeUser user,
        CancellationToken cancellationToken
    )
    {
        try
        {
            db.Add(user);
            await db.SaveChangesAsync(cancellationToken);
            return 1;
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            return 0;
        }
        finally
        {
            db.ChangeTracker.Clear();
        }
    }

    // Who came after the list was asked for can't be on it.
    private async Task<int> MarkAsync(
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

    /// <summary>The ids of ours that SnapTrade should list, behind a place.</summary>
    internal static IQueryable<string> Present(DashboardDbContext db, string after, DateTimeOffset askedAt) =>
        db
            .SnapTradeUsers.Where(u => string.Compare(u.Id, after) > 0 && u.CreatedAt < askedAt)
            .Where(u => u.DeletedAt == null || u.UpdatedAt > u.DeletedAt)
            .OrderBy(u => u.Id)
            .Select(u => u.Id);
}
