using System.Buffers.Text;
using Dashboard.Access.SecondFactor;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access.Passkeys;

/// <summary>An operator's passkeys. Each change is written to the audit trail in the same transaction.</summary>
internal sealed class OperatorPasskeys(IDbContextFactory<DashboardDbContext> contexts, AuditWriter audit)
{
    public const int MaxCount = 20;
    public const int MaxNameLength = 60;
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
        return [.. stored.OrderBy(p => p.Data.CreatedAt).Select(p => PasskeyRow.Of(p, DefaultName))];
    }

    /// <returns>False when the passkey is registered already or the operator has <see cref="MaxCount"/> passkeys.</returns>
    public async Task<bool> AddAsync(
        string operatorId,
        string? name,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.UserPasskeys.CountAsync(p => p.UserId == operatorId, cancellationToken) >= MaxCount)
            return false;
        var added = NameOf(name);
        db.UserPasskeys.Add(PasskeyRow.ToStore(operatorId, added, passkey));
        audit.Add(db, AuditActions.AddPasskey, $"operator:{operatorId}", after: new { name = added });
        return await db.TrySaveAsync(cancellationToken);
    }

    /// <returns>False when the operator has no such passkey.</returns>
    public Task<bool> RenameAsync(
        string operatorId,
        string? id,
        string? name,
        CancellationToken cancellationToken
    ) =>
        ChangeAsync(
            operatorId,
            id,
            async (db, found, token) =>
            {
                var (before, after) = (found.Data.Name ?? DefaultName, NameOf(name));
                found.Data.Name = after;
                audit.Add(
                    db,
                    AuditActions.RenamePasskey,
                    $"operator:{operatorId}",
                    before: new { name = before },
                    after: new { name = after }
                );
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    /// <summary>The last passkey takes the recovery codes with it, unless an authenticator app still needs them.</summary>
    /// <returns>False when the operator has no such passkey.</returns>
    public Task<bool> RemoveAsync(string operatorId, string? id, CancellationToken cancellationToken) =>
        ChangeAsync(
            operatorId,
            id,
            async (db, found, token) =>
            {
                db.UserPasskeys.Remove(found);
                audit.Add(
                    db,
                    AuditActions.RemovePasskey,
                    $"operator:{operatorId}",
                    before: new { name = found.Data.Name ?? DefaultName }
                );
                await db.SaveChangesAsync(token);
                if (
                    !await db.UserPasskeys.AnyAsync(p => p.UserId == operatorId, token)
                    && !await db.TokensOf(operatorId).AnyAsync(t => t.Name == OperatorTokens.Key, token)
                )
                    await db.RecoveryCodesOf(operatorId).ExecuteDeleteAsync(token);
            },
            cancellationToken
        );

    private Task<bool> ChangeAsync(
        string operatorId,
        string? id,
        Func<DashboardDbContext, IdentityUserPasskey<string>, CancellationToken, Task> change,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                if (await FindAsync(db, operatorId, id, token) is not { } found)
                    return false;
                await change(db, found, token);
                return true;
            },
            cancellationToken
        );

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

    private static string NameOf(string? typed) =>
        Limits.Cut(string.IsNullOrWhiteSpace(typed) ? DefaultName : typed.Trim(), MaxNameLength)!;
}
