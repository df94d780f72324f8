using Dashboard.Access.Sessions;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account;

/// <summary>Checks and stores a new password, the same way for a change and for a reset.</summary>
internal sealed class NewPassword(
    IDbContextFactory<DashboardDbContext> contexts,
    UserManager<Operator> operators,
    TimeProvider time
)
{
    /// <summary>Why the password is not accepted, as a message for the operator; null when it is.</summary>
    public async Task<string?> ProblemAsync(Operator who, string password)
    {
        foreach (var validator in operators.PasswordValidators)
        {
            var result = await validator.ValidateAsync(operators, who, password);
            if (!result.Succeeded)
                return string.Join(' ', result.Errors.Select(e => e.Description));
        }
        return null;
    }

    /// <summary>Replaces the password that <paramref name="who"/> was read with, and ends sessions.</summary>
    /// <param name="who">The operator as read; gets the new stamp.</param>
    /// <param name="password">Checked by <see cref="ProblemAsync"/>.</param>
    /// <param name="keptSession">The session that stays; null ends all.</param>
    /// <param name="record">Adds to the audit trail in the same transaction.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False when the password was replaced since it was read.</returns>
    public async Task<bool> ReplaceAsync(
        Operator who,
        string password,
        string? keptSession,
        Action<DashboardDbContext> record,
        CancellationToken cancellationToken
    )
    {
        var hash = operators.PasswordHasher.HashPassword(who, password);
        var stamp = Guid.NewGuid().ToString("N");
        var isReplaced = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var replaced = await db
                    .Users.Where(o => o.Id == who.Id && o.PasswordHash == who.PasswordHash)
                    .ExecuteUpdateAsync(
                        s =>
                            s.SetProperty(o => o.PasswordHash, hash)
                                .SetProperty(o => o.SecurityStamp, stamp)
                                // A concurrent request that read the operator before can't write the old password back.
                                .SetProperty(o => o.ConcurrencyStamp, stamp)
                                .SetProperty(o => o.AccessFailedCount, 0)
                                .SetProperty(o => o.LockoutEnd, (DateTimeOffset?)null),
                        token
                    );
                if (replaced == 0)
                    return false;
                await SessionStore.EndAllAsync(db, who.Id, time.GetUtcNow(), keptSession, token);
                record(db);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
        if (!isReplaced)
            return false;
        who.SecurityStamp = stamp;
        return true;
    }
}
