using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Data;
using Dashboard.Domain;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>
/// Finds the API key that a caller presents. A key that was found is remembered for five seconds, so a
/// revocation takes that long to be noticed.
/// </summary>
public sealed class ApiKeys(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset Until)> known = new();

    /// <summary>SHA-256 of the key, lower-case hex: all that is kept of it.</summary>
    public static string Hash(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The key, or null when it is unknown, expired or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Hash(key);
        var now = time.GetUtcNow();
        if (known.TryGetValue(hash, out var hit) && hit.Until > now)
            return IsUsable(hit.Key, now) ? hit.Key : null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => k.KeyHash == hash, cancellationToken);
        // Only keys that exist are remembered: guesses must not fill the memory.
        if (found is null)
            known.TryRemove(hash, out _);
        else
            known[hash] = (found, now + Remembered);
        return found is not null && IsUsable(found, now) ? found : null;
    }

    private static bool IsUsable(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is null && !(key.ExpiresAt <= now);
}
