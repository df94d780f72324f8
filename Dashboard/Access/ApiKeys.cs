using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Access;

/// <summary>
/// Finds the API key that a caller sends. What was found, or that nothing was, is remembered for five seconds: a revocation
/// takes that long to be noticed, and probes with a wrong key don't read the database each time.
/// </summary>
public sealed class ApiKeys(IDbContextFactory<DashboardDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    // So that guesses can't fill the memory.
    private const int MaxUnknown = 1000;

    private readonly ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset Until)> _known = new();
    private readonly ConcurrentDictionary<string, DateTimeOffset> _unknown = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of the key, lower-case hex; the key itself is not stored.</summary>
    public static string Hash(string key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>The key, or null when it is unknown, expired or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Hash(key);
        var now = time.GetUtcNow();
        if (_known.TryGetValue(hash, out var hit) && IsRemembered(hit.Until, now))
            return Use(hit.Key, now);
        if (_unknown.TryGetValue(hash, out var until) && IsRemembered(until, now))
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db
            .ApiKeys.AsNoTracking()
            .SingleOrDefaultAsync(k => k.KeyHash == hash, cancellationToken);
        if (found is not null)
        {
            _known[hash] = (found, now + Remembered);
            return Use(found, now);
        }
        _known.TryRemove(hash, out _);
        if (_unknown.Count >= MaxUnknown)
            _unknown.Clear();
        _unknown[hash] = now + Remembered;
        return null;
    }

    /// <summary>Forgets what is remembered, so that a revocation and a new key take effect immediately.</summary>
    public void Forget()
    {
        _known.Clear();
        _unknown.Clear();
    }

    /// <summary>The last use of each key since the previous call.</summary>
    internal IReadOnlyList<(string Id, DateTimeOffset At)> TakeUses()
    {
        var taken = new List<(string, DateTimeOffset)>();
        foreach (var id in _used.Keys)
        {
            if (_used.TryRemove(id, out var at))
                taken.Add((id, at));
        }
        return taken;
    }

    /// <summary>Returns a use that could not be stored, unless there was a later one.</summary>
    internal void ReturnUse(string id, DateTimeOffset at) =>
        _used.AddOrUpdate(id, at, (_, later) => later > at ? later : at);

    // An end further ahead was set with a wrong clock.
    private static bool IsRemembered(DateTimeOffset until, DateTimeOffset now) =>
        until > now && until <= now + Remembered;

    // Written later, so that the request does not wait for the database.
    private ApiKey? Use(ApiKey key, DateTimeOffset now)
    {
        if (!IsUsable(key, now))
            return null;
        _used[key.Id] = now;
        return key;
    }

    private static bool IsUsable(ApiKey key, DateTimeOffset now) =>
        key.RevokedAt is null && !(key.ExpiresAt <= now);
}
