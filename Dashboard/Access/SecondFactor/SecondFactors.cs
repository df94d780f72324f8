using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.SecondFactor;

/// <summary>The second factors of an operator.</summary>
public sealed record SecondFactorState(bool HasAuthenticator, int RecoveryCodes, int Passkeys)
{
    public bool HasAny => HasAuthenticator || Passkeys > 0;
}

/// <summary>Checks codes of authenticator apps and recovery codes; each works once.</summary>
public sealed class SecondFactors(
    IDbContextFactory<DashboardDbContext> contexts,
    IDataProtectionProvider protection,
    AuditWriter audit,
    TimeProvider time
)
{
    private readonly IDataProtector _protector = protection.CreateProtector("Access.Authenticator");

    public async Task<SecondFactorState> StateAsync(string operatorId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new SecondFactorState(
            await db.TokensOf(operatorId).AnyAsync(t => t.Name == OperatorTokens.Key, cancellationToken),
            await db.RecoveryCodesOf(operatorId).CountAsync(cancellationToken),
            await db.UserPasskeys.CountAsync(p => p.UserId == operatorId, cancellationToken)
        );
    }

    /// <summary>Consumes a current code; false when it is wrong or was used before.</summary>
    public async Task<bool> TakeCodeAsync(
        string operatorId,
        string? code,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.TokensOf(operatorId)
            .Where(t => t.Name == OperatorTokens.Key)
            .Select(t => t.Value)
            .FirstOrDefaultAsync(cancellationToken);
        return stored is not null
            && Unprotect(stored) is { } key
            && Totp.FindStep(key, code, time.GetUtcNow()) is { } step
            && await db.RaiseAsync(operatorId, OperatorTokens.LastStep, step, cancellationToken);
    }

    /// <summary>Consumes a recovery code; false when there is no such code.</summary>
    public async Task<bool> TakeRecoveryCodeAsync(
        Operator who,
        string? code,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(who);
        if (RecoveryCode.Hash(code) is not { } hash)
            return false;
        var name = OperatorTokens.RecoveryName(hash);
        return await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var found = db.TokensOf(who.Id).Where(t => t.Name == name);
                if (await found.ExecuteDeleteAsync(token) == 0)
                    return false;
                audit.Add(
                    db,
                    who.Id,
                    who.DisplayName,
                    who.Role.ToString(),
                    AuditActions.UseRecoveryCode,
                    $"operator:{who.Id}",
                    "done"
                );
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken
        );
    }

    internal string Protect(byte[] key) => _protector.Protect(Convert.ToBase64String(key));

    /// <summary>Null when the encryption key is lost.</summary>
    internal byte[]? Unprotect(string stored)
    {
        try
        {
            return Convert.FromBase64String(_protector.Unprotect(stored));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
