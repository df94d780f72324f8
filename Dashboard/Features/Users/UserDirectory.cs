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
    private const int Tries = 5;

    /// <exception cref="AccessDeniedException"/>
    public async Task<SnapTradeUser?> FindAsync(string userId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .SnapTradeUsers.AsNoTracking()
            .SingleOrDefaultAsync(u => u.Id == userId, cancellationToken);
    }

    /// <summary>Adds or changes a user; the input must have been found to have no problems.</summary>
    /// <returns>The user as stored, and whether there was none before.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<(SnapTradeUser User, bool IsNew)> SaveAsync(
        string userId,
        UserInput input,
        CancellationToken cancellationToken
    ) => (await SaveAsync(userId, input, isExpected: _ => true, cancellationToken))!.Value;

    /// <summary>The same, unless the user is not as expected.</summary>
    /// <param name="userId">SnapTrade's.</param>
    /// <param name="input">Found to have no problems.</param>
    /// <param name="isExpected">
    /// Asked about the user as it is found in the transaction that would change it, null when there is none;
    /// asked again when another writer was faster.
    /// </param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>Null when the user was not as expected; nothing was written then.</returns>
    /// <exception cref="AccessDeniedException"/>
    public async Task<(SnapTradeUser User, bool IsNew)?> SaveAsync(
        string userId,
        UserInput input,
        Func<SnapTradeUser?, bool> isExpected,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.ManageUsers);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                return await SaveAsync(db, actor, userId, input, isExpected, cancellationToken);
            }
            // A webhook may bring or change the same user at the same moment.
            catch (Exception e)
                when (attempt < Tries
                    && (e is DbUpdateConcurrencyException || db.IsUniqueViolation(e) || db.IsTransient(e))
                ) { }
        }
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
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
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
        await transaction.CommitAsync(cancellationToken);
        return (user, isNew);
    }
}
