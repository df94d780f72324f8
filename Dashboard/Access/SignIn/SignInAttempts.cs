using Dashboard.Data;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.SignIn;

/// <summary>
/// Counts attempts for one account, passwords and codes together. An attempt is counted before it is
/// checked and subtracted if it was correct, so that a thousand concurrent attempts are still limited to five.
/// </summary>
public sealed class SignInAttempts(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    /// <summary>False while the account is locked.</summary>
    public async Task<bool> TakeAsync(string operatorId, CancellationToken cancellationToken)
    {
        const int Max = OperatorIdentity.FailuresBeforeLockout;
        var now = time.GetUtcNow();
        var lockedUntil = now + OperatorIdentity.Lockout;
        var latest = OperatorIdentity.LatestLockoutEnd(now);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The count restarts when a lock has expired. The last attempt locks the account and unlocks it if it was correct.
        return await db
                .Users.Where(o =>
                    o.Id == operatorId
                    && (o.LockoutEnd == null || o.LockoutEnd <= now || o.LockoutEnd > latest)
                )
                .ExecuteUpdateAsync(
                    s =>
                        s.SetProperty(
                                o => o.LockoutEnd,
                                o => o.AccessFailedCount == Max - 1 ? lockedUntil : null
                            )
                            .SetProperty(
                                o => o.AccessFailedCount,
                                o => o.AccessFailedCount >= Max ? 1 : o.AccessFailedCount + 1
                            ),
                    cancellationToken
                ) == 1;
    }

    /// <summary>Subtracts a correct attempt while the sign-in continues: earlier wrong attempts still count.</summary>
    public async Task GiveBackAsync(string operatorId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Users.Where(o => o.Id == operatorId && o.AccessFailedCount > 0)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(o => o.AccessFailedCount, o => o.AccessFailedCount - 1)
                        .SetProperty(o => o.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken
            );
    }

    /// <summary>Resets the count after a complete sign-in.</summary>
    public async Task ForgetAsync(string operatorId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Users.Where(o => o.Id == operatorId)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(o => o.AccessFailedCount, 0)
                        .SetProperty(o => o.LockoutEnd, (DateTimeOffset?)null),
                cancellationToken
            );
    }
}
