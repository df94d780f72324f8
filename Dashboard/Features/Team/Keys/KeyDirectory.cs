using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Team.Keys;

/// <summary>
/// Makes, names and revokes API keys. Every method needs <see cref="Permission.ManageTeam"/>, and a person: a
/// key can't make keys.
/// </summary>
/// <exception cref="AccessDeniedException">From every method, when who asks may not.</exception>
public sealed class KeyDirectory(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    AuditWriter audit,
    ApiKeys keys,
    TimeProvider time
)
{
    public const string Path = "/team/keys";
    public const int LongestName = 100;

    /// <summary>They are made by hand, and each is one more way in.</summary>
    public const int MostActive = 200;
    private const int MostPast = 200;

    /// <summary>The key of the configuration, which names itself.</summary>
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
            .Take(MostPast)
            .ToListAsync(cancellationToken);
        return new KeyList([.. active.OrderBy(k => k.Name, StringComparer.OrdinalIgnoreCase)], past);
    }

    public async Task<MadeKey> CreateAsync(WantedKey wanted, CancellationToken cancellationToken)
    {
        var actor = await DemandAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.DemandStillAdminAsync(actor, cancellationToken);
        var name = wanted.Name.Trim();
        if (await ProblemAsync(db, name, exceptId: null, cancellationToken) is { } problem)
            return new MadeKey(null, null, problem);
        var created = NewApiKey.Create();
        var now = time.GetUtcNow();
        var key = new ApiKey
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = name,
            Prefix = created.Prefix,
            KeyHash = created.Hash,
            Scope = wanted.Scope,
            CreatedAt = now,
            CreatedBy = actor.Name,
            ExpiresAt = now + wanted.Lifetime,
        };
        db.ApiKeys.Add(key);
        audit.Add(db, AuditActions.CreateApiKey, SubjectOf(key), after: Facts(key));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new MadeKey(key, created, null);
    }

    /// <returns>Why it can't have that name; null when it has it now.</returns>
    public async Task<string?> RenameAsync(string id, string newName, CancellationToken cancellationToken)
    {
        await DemandAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var name = newName.Trim();
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        if (key is null || id == BootstrapId || key.IsPast(time.GetUtcNow()))
            return "This key can’t be renamed any more.";
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
        keys.Forget();
        return null;
    }

    /// <summary>Ends a key: at once on this node, within seconds on others. Twice is the same as once.</summary>
    public async Task RevokeAsync(string id, CancellationToken cancellationToken)
    {
        await DemandAsync();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var key = await db.ApiKeys.SingleOrDefaultAsync(k => k.Id == id, cancellationToken);
        if (key is null or { RevokedAt: not null })
            return;
        key.RevokedAt = time.GetUtcNow();
        audit.Add(db, AuditActions.RevokeApiKey, SubjectOf(key), before: Facts(key));
        await db.SaveChangesAsync(cancellationToken);
        keys.Forget();
    }

    // The scope Admin has every permission, but a key that made keys would outlive its own revocation.
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
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            return $"Give the key a name of 1 to {LongestName} characters, such as the program that will use it.";
        var others = await Active(db, time.GetUtcNow())
            .Where(k => k.Id != exceptId)
            .Select(k => k.Name)
            .ToListAsync(cancellationToken);
        if (others.Contains(name, StringComparer.OrdinalIgnoreCase))
            return "Another active key has this name. The audit trail names keys, so give each its own.";
        return exceptId is null && others.Count >= MostActive
            ? $"There are {MostActive} active keys already. Revoke those that nobody uses."
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
