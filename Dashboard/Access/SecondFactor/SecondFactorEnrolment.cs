using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.SecondFactor;

/// <summary>Turns the authenticator on and off. Writes an audit entry in the same transaction.</summary>
public sealed class SecondFactorEnrolment(
    IDbContextFactory<DashboardDbContext> contexts,
    SecondFactors factors,
    AuditWriter audit,
    TimeProvider time
)
{
    /// <summary>Turns it on, or moves it to another app.</summary>
    /// <returns>The recovery codes, which are shown once; null when the code does not match the key.</returns>
    internal async Task<IReadOnlyList<string>?> TurnOnAsync(
        string operatorId,
        byte[] key,
        string? code,
        CancellationToken cancellationToken
    )
    {
        if (Totp.FindStep(key, code, time.GetUtcNow()) is not { } step)
            return null;
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                await RemoveAuthenticatorAsync(db, operatorId, token);
                db.UserTokens.Add(OperatorTokens.New(operatorId, OperatorTokens.Key, factors.Protect(key)));
                db.UserTokens.Add(
                    OperatorTokens.New(operatorId, OperatorTokens.LastStep, OperatorTokens.Sortable(step))
                );
                await SetEnabledAsync(db, operatorId, isEnabled: true, token);
                var codes = await ReplaceCodesAsync(db, operatorId, token);
                audit.Add(db, AuditActions.TurnOnAuthenticator, $"operator:{operatorId}");
                await db.SaveChangesAsync(token);
                return codes;
            },
            cancellationToken
        );
    }

    /// <summary>Turns it off. The recovery codes go too, unless a passkey still needs them.</summary>
    public Task TurnOffAsync(string operatorId, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                await RemoveAuthenticatorAsync(db, operatorId, token);
                if (!await db.UserPasskeys.AnyAsync(p => p.UserId == operatorId, token))
                    await db.RecoveryCodesOf(operatorId).ExecuteDeleteAsync(token);
                await SetEnabledAsync(db, operatorId, isEnabled: false, token);
                audit.Add(db, AuditActions.TurnOffAuthenticator, $"operator:{operatorId}");
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    /// <summary>Makes ten new recovery codes; the old ones no longer work.</summary>
    public Task<IReadOnlyList<string>> NewCodesAsync(
        string operatorId,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var codes = await ReplaceCodesAsync(db, operatorId, token);
                audit.Add(db, AuditActions.MakeRecoveryCodes, $"operator:{operatorId}");
                await db.SaveChangesAsync(token);
                return codes;
            },
            cancellationToken
        );

    /// <summary>
    /// Removes the authenticator, the recovery codes and all passkeys, in the caller's context and transaction. The
    /// caller has checked the permission, writes to the audit trail and saves.
    /// </summary>
    public static async Task RemoveAllAsync(
        DashboardDbContext db,
        string operatorId,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(db);
        await db.TokensOf(operatorId).ExecuteDeleteAsync(cancellationToken);
        await db.UserPasskeys.Where(p => p.UserId == operatorId).ExecuteDeleteAsync(cancellationToken);
        await SetEnabledAsync(db, operatorId, isEnabled: false, cancellationToken);
    }

    private static Task RemoveAuthenticatorAsync(
        DashboardDbContext db,
        string operatorId,
        CancellationToken cancellationToken
    ) =>
        db.TokensOf(operatorId)
            .Where(t => t.Name == OperatorTokens.Key || t.Name == OperatorTokens.LastStep)
            .ExecuteDeleteAsync(cancellationToken);

    private static async Task<IReadOnlyList<string>> ReplaceCodesAsync(
        DashboardDbContext db,
        string operatorId,
        CancellationToken cancellationToken
    )
    {
        await db.RecoveryCodesOf(operatorId).ExecuteDeleteAsync(cancellationToken);
        var codes = RecoveryCode.NewSet();
        db.UserTokens.AddRange(
            codes.Select(code =>
                OperatorTokens.New(operatorId, OperatorTokens.RecoveryName(RecoveryCode.Hash(code)!))
            )
        );
        return codes;
    }

    private static Task SetEnabledAsync(
        DashboardDbContext db,
        string operatorId,
        bool isEnabled,
        CancellationToken cancellationToken
    ) =>
        db
            .Users.Where(o => o.Id == operatorId)
            .ExecuteUpdateAsync(s => s.SetProperty(o => o.TwoFactorEnabled, isEnabled), cancellationToken);
}
