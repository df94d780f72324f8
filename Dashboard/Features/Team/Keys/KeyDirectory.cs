using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Keys;

/// <summary>
/// Creates, renames and revokes API keys. Every method needs an operator with <see cref="Permission.ManageTeam"/>: an
/// API key can't create keys.
/// </summary>
/// <exception cref="AccessDeniedException">From every method, without that permission.</exception>
public sealed class KeyDirectory(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    ApiKeys keys,
    TimeProvider time
)
{
    public const string Path = "/team/keys";
    public const int MaxNameLength = 100;

    /// <summary>Keys are created by hand, and each one is a risk.</summary>
    public const int MaxActive = 200;
    private const int MaxPast = 200;

    /// <summary>The id of the key from the configuration, which can't be renamed.</summary>
    public const string BootstrapId = "bootstrap";

    public async Task<KeyList> ListAsync(CancellationToken cancellationToken)
    {
        await DemandAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var active = await Active(db, now).AsNoTracking().ToListAsync(cancellationToken);
        var past = await db
            .ApiKeys.AsNoTracking()
            .Where(k => k.RevokedAt != null || k.ExpiresAt <= now)
            .OrderByDescending(k => k.CreatedAt)
            .Take(MaxPast)
            .ToListAsync(cancellationToken);
        return new KeyList([.. active.OrderBy(k => k.Name, StringComparer.OrdinalIgnoreCase)], past);
    }

    public async Task<MadeKey> CreateAsync(WantedKey wanted, CancellationToken cancellationToken)
    {
        var actor = await DemandAsync();
        var created = NewApiKey.Create();
        var now = time.GetUtcNow();
        var key = new ApiKey
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = wanted.Name.Trim(),
            Prefix = created.Prefix,
            KeyHash = created.Hash,
            Scope = wanted.Scope,
            CreatedAt = now,
            CreatedBy = actor.Name,
            ExpiresAt = now + wanted.Lifetime,
        };
        var problem = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                await db.DemandStillAdminAsync(actor, token);
                if (await ProblemAsync(db, key.Name, exceptId: null, token) is { } found)
                    return found;
                db.ApiKeys.Add(key);
                audit.Add(db, AuditActions.CreateApiKey, SubjectOf(key), after: Facts(key));
                await db.SaveChangesAsync(token);
                return null;
            },
            cancellationToken
        );
        return problem is null ? new MadeKey(key, created, null) : new MadeKey(null, null, problem);
    }

    /// <returns>Why the name is not allowed; null when the key has it now.</returns>
    public async Task<string?> RenameAsync(string id, string newName, CancellationToken cancellationToken)
    {
        await DemandAsync();
        var problem = await contexts.InTransactionAsync(
            (db, token) => RenameAsync(db, id, newName.Trim(), token),
            cancellationToken
        );
        keys.Forget();
        return problem;
    }

    private async Task<string?> RenameAsync(
        DashboardDbContext db,
        string id,
        string name,
        CancellationToken cancellationToken
    )
    {
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        if (key is null || id == BootstrapId || key.IsPast(time.GetUtcNow()))
            return "This key can no longer be renamed.";
        if (key.Name == name)
            return null;
        if (await ProblemAsync(db, name, id, cancellationToken) is { } problem)
            return problem;
        audit.Add(
            db,
            AuditActions.RenameApiKey,
            SubjectOf(key),
            before: new { key.Name },
            after: new { Name = name }
        );
        key.Name = name;
        await db.SaveChangesAsync(cancellationToken);
        return null;
    }

    /// <summary>Ends a key: immediately on this node, within seconds on others. Revoking it again has no effect.</summary>
    public async Task RevokeAsync(string id, CancellationToken cancellationToken)
    {
        await DemandAsync();
        await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, token);
                if (key is null or { RevokedAt: not null })
                    return;
                key.RevokedAt = time.GetUtcNow();
                audit.Add(db, AuditActions.RevokeApiKey, SubjectOf(key), before: Facts(key));
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
        keys.Forget();
    }

    // A key that created other keys would survive its own revocation.
    private async Task<Actor> DemandAsync()
    {
        var actor = await current.DemandAsync(Permission.ManageTeam);
        return actor.IsOperator ? actor : throw new AccessDeniedException(Permission.ManageTeam);
    }

    private async Task<string?> ProblemAsync(
        DashboardDbContext db,
        string name,
        string? exceptId,
        CancellationToken cancellationToken
    )
    {
        if (name.Length is 0 or > MaxNameLength || name.Any(char.IsControl))
            return $"Enter a name of 1 to {MaxNameLength} characters, such as the name of the program that uses the key.";
        var others = await Active(db, time.GetUtcNow())
            .Where(k => k.Id != exceptId)
            .Select(k => k.Name)
            .ToListAsync(cancellationToken);
        if (others.Contains(name, StringComparer.OrdinalIgnoreCase))
            return "Another active key has this name. The audit trail shows names of keys, so they must be different.";
        return exceptId is null && others.Count >= MaxActive
            ? $"There are {MaxActive} active keys already. Revoke unused ones."
            : null;
    }

    private static IQueryable<ApiKey> Active(DashboardDbContext db, DateTimeOffset now) =>
        db.ApiKeys.Where(k => k.RevokedAt == null && (k.ExpiresAt == null || k.ExpiresAt > now));

    private static string SubjectOf(ApiKey key) => $"api-key:{key.Id}";

    private static object Facts(ApiKey key) =>
        new
        {
            key.Name,
            key.Prefix,
            Scope = key.Scope.ToString(),
            key.ExpiresAt,
        };
}
