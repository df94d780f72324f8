using System.Buffers.Text;
using Dashboard.Access.SecondFactor;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Passkeys;

/// <param name="Id">The credential's id, base64url.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="CreatedAt">When it was added.</param>
/// <param name="IsSynced">Kept by a password manager, rather than in one device.</param>
public sealed record PasskeyRow(string Id, string Name, DateTimeOffset CreatedAt, bool IsSynced);

/// <summary>Somebody's passkeys. Each change is on the audit trail in the same transaction.</summary>
internal sealed class OperatorPasskeys(IDbContextFactory<DashboardDbContext> contexts, AuditWriter audit)
{
    public const int Most = 20;
    public const int LongestName = 60;
    private const string DefaultName = "Passkey";

    public async Task<IReadOnlyList<PasskeyRow>> ListAsync(
        string operatorId,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db
            .UserPasskeys.AsNoTracking()
            .Where(p => p.UserId == operatorId)
            .ToListAsync(cancellationToken);
        return
        [
            .. stored
                .OrderBy(p => p.Data.CreatedAt)
                .Select(p => new PasskeyRow(
                    Base64Url.EncodeToString(p.CredentialId),
                    p.Data.Name ?? DefaultName,
                    p.Data.CreatedAt,
                    p.Data.IsBackedUp
                )),
        ];
    }

    /// <returns>False when somebody has it already, or has as many as one may.</returns>
    public async Task<bool> AddAsync(
        string operatorId,
        string? name,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.UserPasskeys.CountAsync(p => p.UserId == operatorId, cancellationToken) >= Most)
            return false;
        var added = NameOf(name);
        db.UserPasskeys.Add(RowOf(operatorId, added, passkey));
        audit.Add(db, AuditActions.AddPasskey, $"operator:{operatorId}", after: new { name = added });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return true;
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            return false;
        }
    }

    public async Task<bool> RenameAsync(
        string operatorId,
        string? id,
        string? name,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, operatorId, id, cancellationToken) is not { } found)
            return false;
        var (before, after) = (found.Data.Name ?? DefaultName, NameOf(name));
        found.Data.Name = after;
        audit.Add(
            db,
            AuditActions.RenamePasskey,
            $"operator:{operatorId}",
            before: new { name = before },
            after: new { name = after }
        );
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    /// <summary>With the last one go the recovery codes, unless there is an authenticator that they stand in for.</summary>
    public async Task<bool> RemoveAsync(string operatorId, string? id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, operatorId, id, cancellationToken) is not { } found)
            return false;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.UserPasskeys.Remove(found);
        audit.Add(
            db,
            AuditActions.RemovePasskey,
            $"operator:{operatorId}",
            before: new { name = found.Data.Name ?? DefaultName }
        );
        await db.SaveChangesAsync(cancellationToken);
        if (
            !await db.UserPasskeys.AnyAsync(p => p.UserId == operatorId, cancellationToken)
            && !await db.TokensOf(operatorId).AnyAsync(t => t.Name == OperatorTokens.Key, cancellationToken)
        )
            await db.RecoveryCodesOf(operatorId).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static async Task<IdentityUserPasskey<string>?> FindAsync(
        DashboardDbContext db,
        string operatorId,
        string? id,
        CancellationToken cancellationToken
    )
    {
        if (!Base64Url.IsValid(id))
            return null;
        var credentialId = Base64Url.DecodeFromChars(id);
        return await db.UserPasskeys.SingleOrDefaultAsync(
            p => p.UserId == operatorId && p.CredentialId == credentialId,
            cancellationToken
        );
    }

    private static IdentityUserPasskey<string> RowOf(
        string operatorId,
        string name,
        UserPasskeyInfo passkey
    ) =>
        new()
        {
            UserId = operatorId,
            CredentialId = passkey.CredentialId,
            Data = new IdentityPasskeyData
            {
                Name = name,
                PublicKey = passkey.PublicKey,
                CreatedAt = passkey.CreatedAt,
                SignCount = passkey.SignCount,
                Transports = passkey.Transports,
                IsUserVerified = passkey.IsUserVerified,
                IsBackupEligible = passkey.IsBackupEligible,
                IsBackedUp = passkey.IsBackedUp,
                AttestationObject = passkey.AttestationObject,
                ClientDataJson = passkey.ClientDataJson,
            },
        };

    private static string NameOf(string? typed) =>
        Limits.Cut(string.IsNullOrWhiteSpace(typed) ? DefaultName : typed.Trim(), LongestName)!;
}
