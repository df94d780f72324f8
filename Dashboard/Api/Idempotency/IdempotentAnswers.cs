using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Api.Idempotency;

/// <summary>Stores the responses to requests with an <c>Idempotency-Key</c>.</summary>
internal sealed class IdempotentAnswers(
    IDbContextFactory<DashboardDbContext> contexts,
    IDataProtectionProvider protection,
    TimeProvider time
)
{
    /// <summary>How long a response is repeated.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>
    /// The time after which unfinished work counts as abandoned and may be repeated. No operation takes
    /// nearly as long.
    /// </summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(2);

    // Bound to its row, so that a response copied to another API key's row can't be decrypted.
    private IDataProtector ProtectorOf(string apiKeyId, string key) =>
        protection.CreateProtector("Api.IdempotentAnswer", apiKeyId, key);

    /// <summary>Claims the work for this request, or returns its state.</summary>
    public async Task<ClaimOutcome> ClaimAsync(
        string apiKeyId,
        string key,
        string requestHash,
        CancellationToken cancellationToken
    )
    {
        var claim = new Claim(apiKeyId, key, requestHash, time.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await TryAddAsync(db, claim, cancellationToken))
            return claim;
        var known = await Of(db, claim).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        // Released between the two reads: the caller's next attempt gets it.
        if (known is null)
            return new StillRunning();
        var age = claim.At - known.CreatedAt;
        if (age < Kept && known.RequestHash != requestHash)
            return new OtherRequest();
        if (age >= Kept || (known.Status is null && age >= Abandoned))
            return await TakeOverAsync(db, known, claim, cancellationToken) ? claim : new StillRunning();
        return known.Status is null ? new StillRunning() : Read(known);
    }

    /// <summary>Stores the response, unless another request has taken over the work.</summary>
    public async Task StoreAsync(Claim claim, KeptAnswer answer)
    {
        var body = ProtectorOf(claim.ApiKeyId, claim.Key).Protect(JsonSerializer.Serialize(answer));
        await using var db = await contexts.CreateDbContextAsync();
        await Owned(db, claim)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(a => a.Status, answer.Status).SetProperty(a => a.ProtectedBody, body)
            );
    }

    /// <summary>Releases the claim, so that the next request with this key does the work.</summary>
    public async Task ReleaseAsync(Claim claim)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await Owned(db, claim).ExecuteDeleteAsync();
    }

    private static async Task<bool> TryAddAsync(
        DashboardDbContext db,
        Claim claim,
        CancellationToken cancellationToken
    )
    {
        db.IdempotentAnswers.Add(
            new IdempotentAnswer
            {
                ApiKeyId = claim.ApiKeyId,
                Key = claim.Key,
                RequestHash = claim.RequestHash,
                CreatedAt = claim.At,
            }
        );
        if (await db.TrySaveAsync(cancellationToken))
            return true;
        db.ChangeTracker.Clear();
        return false;
    }

    // Only one of several concurrent requests changes the row.
    private static async Task<bool> TakeOverAsync(
        DashboardDbContext db,
        IdempotentAnswer known,
        Claim claim,
        CancellationToken cancellationToken
    ) =>
        await Of(db, claim)
            .Where(a => a.CreatedAt == known.CreatedAt)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(a => a.CreatedAt, claim.At)
                        .SetProperty(a => a.RequestHash, claim.RequestHash)
                        .SetProperty(a => a.Status, (int?)null)
                        .SetProperty(a => a.ProtectedBody, (string?)null),
                cancellationToken
            ) == 1;

    private ClaimOutcome Read(IdempotentAnswer known)
    {
        try
        {
            var text = ProtectorOf(known.ApiKeyId, known.Key).Unprotect(known.ProtectedBody ?? "");
            return JsonSerializer.Deserialize<KeptAnswer>(text)!;
        }
        catch (CryptographicException)
        {
            return new Unreadable();
        }
    }

    private static IQueryable<IdempotentAnswer> Of(DashboardDbContext db, Claim claim) =>
        db.IdempotentAnswers.Where(a => a.ApiKeyId == claim.ApiKeyId && a.Key == claim.Key);

    private static IQueryable<IdempotentAnswer> Owned(DashboardDbContext db, Claim claim) =>
        Of(db, claim).Where(a => a.CreatedAt == claim.At && a.Status == null);
}
