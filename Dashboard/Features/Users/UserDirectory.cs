using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users;

/// <summary>SnapTrade users: how to reach them, and the secrets that let us act for them.</summary>
public sealed class UserDirectory(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    UserSecrets secrets,
    TimeProvider time
)
{
    /// <exception cref="AccessDeniedException"/>
    public async Task<SnapTradeUser?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .SnapTradeUsers.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
    }

    /// <summary>Adds or changes a user.</summary>
    /// <returns>The user as stored, and whether there was none before.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<(SnapTradeUser User, bool IsNew)> SaveAsync(
        string userId,
        UserInput input,
        CancellationToken cancellationToken
    ) => (await SaveAsync(userId, input, isExpected: _ => true, cancellationToken))!.Value;

    /// <summary>Adds or changes a user if the stored one is as expected.</summary>
    /// <param name="userId">SnapTrade's.</param>
    /// <param name="input">Has no problems.</param>
    /// <param name="isExpected">
    /// Called with the stored user, null when there is none, in the transaction that changes it; called again after a
    /// conflict with another writer.
    /// </param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Null when the user was not as expected and nothing was written.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<(SnapTradeUser User, bool IsNew)?> SaveAsync(
        string userId,
        UserInput input,
        Func<SnapTradeUser?, bool> isExpected,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageUsers);
        // A webhook may add or change the same user at the same time.
        return await contexts.InTransactionAsync(
            (db, token) => SaveAsync(db, actor, userId, input, isExpected, token),
            cancellationToken
        );
    }

    private async Task<(SnapTradeUser User, bool IsNew)?> SaveAsync(
        DashboardDbContext db,
        Actor actor,
        string userId,
        UserInput input,
        Func<SnapTradeUser?, bool> isExpected,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var user = await db.SnapTradeUsers.SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
        if (!isExpected(user))
            return null;
        var isNew = user is null;
        if (user is null)
            db.Add(user = SnapTradeUser.Create(userId, now));
        var changes = UserPatch.Changes(user, input);
        UserPatch.Apply(user, input, secrets, actor.Name, now);
        user.NextVersion();
        audit.Add(
            db,
            isNew ? AuditActions.AddUser : AuditActions.ChangeUser,
            $"user:{userId}",
            isNew || !changes.IsEmpty ? "done" : "done, nothing changed",
            changes.Before,
            changes.After
        );
        await db.SaveChangesAsync(cancellationToken);
        return (user, isNew);
    }
}
