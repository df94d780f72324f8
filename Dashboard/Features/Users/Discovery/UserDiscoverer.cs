using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Work;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Dashboard.SnapTrade;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.Discovery;

/// <param name="Discovery">The result; null when there is none.</param>
/// <param name="Error">Why SnapTrade's list could not be read.</param>
public sealed record DiscoveryResult(UserDiscovery? Discovery, SnapTradeErrorKind? Error = null)
{
    /// <summary>Whether another operator is comparing at the moment.</summary>
    public bool IsTaken => Discovery is null && Error is null;
}

/// <summary>
/// Compares the known users with SnapTrade's list. Unknown users are added, without contact data and secret; known users that
/// are not listed are marked.
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

    /// <summary>The latest comparison; null when there is none.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<UserDiscovery?> LatestAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserDiscoveries.AsNoTracking().SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>Reads the list and compares. Another call has no further effect, and completes one that was interrupted.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<DiscoveryResult> DiscoverAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ManageUsers);
        if (!await leases.HoldAsync(Lease, cancellationToken))
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
        var comparison = new UserListComparison(contexts);
        var taken = listed.Where(UserInput.IsId).ToList();
        var added = await comparison.AddAsync(taken, askedAt, cancellationToken);
        var unlisted = await comparison.MarkAsync(listed, askedAt, cancellationToken);
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
}
