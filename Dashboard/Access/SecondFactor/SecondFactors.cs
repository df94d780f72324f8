using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.SecondFactor;

/// <summary>What somebody has beside a password.</summary>
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

    /// <summary>True for a code of now that nobody has used before.</summary>
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

    /// <summary>True for a recovery code that is left; it is gone then.</summary>
    public async Task<bool> TakeRecoveryCodeAsync(
        Operator who,
        string? code,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(who);
        if (RecoveryCode.Hash(code) is not { } hash)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var name = OperatorTokens.RecoveryName(hash);
        var found = db.TokensOf(who.Id).Where(t => t.Name == name);
        if (await found.ExecuteDeleteAsync(cancellationToken) == 0)
            return false;
        var role = who.Role.ToString();
        audit.Add(
            db,
            who.Id,
            who.DisplayName,
            role,
            AuditActions.UseRecoveryCode,
            $"operator:{who.Id}",
            "done"
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    internal string Protect(byte[] key) => _protector.Protect(Convert.ToBase64String(key));

    /// <summary>Null when the key that encrypted it is gone.</summary>
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
