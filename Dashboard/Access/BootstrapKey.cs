using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>
/// Synchronizes the API key of the configuration with the database. A revoked key stays revoked until the
/// configuration contains another key.
/// </summary>
internal sealed class BootstrapKey(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public const string Name = "bootstrap";

    /// <summary>Adds, replaces or removes the key. Nodes that start at the same time store it once.</summary>
    public Task StoreAsync(string? key, CancellationToken cancellationToken) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var known = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == Name, token);
                if (string.IsNullOrEmpty(key))
                    Remove(db, known);
                else
                    Put(db, known, ApiKeys.Hash(key));
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );

    private static void Remove(DashboardDbContext db, ApiKey? known)
    {
        if (known is not null)
            db.ApiKeys.Remove(known);
    }

    private void Put(DashboardDbContext db, ApiKey? known, string hash)
    {
        if (known?.KeyHash == hash)
            return;
        if (known is not null)
            (known.KeyHash, known.RevokedAt) = (hash, null);
        else
            db.ApiKeys.Add(
                new ApiKey
                {
                    Id = Name,
                    Name = Name,
                    KeyHash = hash,
                    Scope = ApiScope.Admin,
                    CreatedAt = time.GetUtcNow(),
                }
            );
    }
}
