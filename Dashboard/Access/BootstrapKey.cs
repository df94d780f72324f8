using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>
/// Keeps the API key of the configuration in step with the database. Once revoked it stays revoked until the
/// configuration names another.
/// </summary>
internal sealed class BootstrapKey(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    public const string Name = "bootstrap";

    public async Task StoreAsync(string? key, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == Name, cancellationToken);
        if (string.IsNullOrEmpty(key))
            Remove(db, known);
        else
            Put(db, known, ApiKeys.Hash(key));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            // Another node of the same configuration started at the same moment and was faster.
        }
        catch (DbUpdateConcurrencyException)
        {
            // The same, removing it.
        }
    }

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
