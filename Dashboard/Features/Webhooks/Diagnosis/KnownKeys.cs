using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Data.Keys;
using Dashboard.Domain.Deliveries;
using Dashboard.SnapTrade;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Webhooks.Diagnosis;

/// <summary>
/// The keys with which refused deliveries are compared. Remembers the configured key for the time after it was changed, where a
/// certificate encrypts the keys of the database: otherwise a copy of the file would hold the key in the clear.
/// </summary>
internal sealed class KnownKeys(
    IOptions<SnapTradeOptions> options,
    IOptions<KeyOptions> keys,
    IDataProtectionProvider protection,
    IDbContextFactory<DashboardDbContext> contexts,
    TimeProvider time
)
{
    private readonly IDataProtector _protector = protection.CreateProtector("SnapTrade.UsedConsumerKey");
    private OwnKeys? _own;

    public async Task<OwnKeys> ReadAsync(CancellationToken cancellationToken) =>
        _own ??= Of(options.Value, await FormerAsync(cancellationToken));

    // Null when the key that encrypted it is lost.
    private string? Unprotect(string protectedKey)
    {
        try
        {
            return _protector.Unprotect(protectedKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static OwnKeys Of(SnapTradeOptions options, IReadOnlyList<string> former) =>
        new(
            options.ClientId,
            new ConsumerKeys(options.ConsumerKey, options.PreviousConsumerKey),
            former.Count == 0 ? null : new ConsumerKeys(former),
            Trimmed(options.ConsumerKey) is { } trimmed ? new ConsumerKeys(trimmed) : null
        );

    private static string? Trimmed(string key) =>
        key.Trim().Trim('"', '\'').Trim() is { Length: > 0 } trimmed && trimmed != key ? trimmed : null;

    private async Task<IReadOnlyList<string>> FormerAsync(CancellationToken cancellationToken)
    {
        if (!keys.Value.Certificate.IsGiven)
            return [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db
            .UsedConsumerKeys.OrderByDescending(k => k.LastUsedAt)
            .ToListAsync(cancellationToken);
        var known = rows.Select(k => (Row: k, Key: Unprotect(k.ProtectedKey))).ToList();
        // The newest is replaced, so that its date is that of the last start.
        var stale = known.Where(k => k.Key == options.Value.ConsumerKey).Select(k => k.Row);
        db.RemoveRange(stale.Union(rows.Skip(UsedConsumerKey.MaxKept - 1)));
        db.Add(
            new UsedConsumerKey
            {
                ProtectedKey = _protector.Protect(options.Value.ConsumerKey),
                LastUsedAt = time.GetUtcNow(),
            }
        );
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another node starts with the same key and has replaced it.
        }
        string[] inForce = [options.Value.ConsumerKey, options.Value.PreviousConsumerKey];
        return [.. known.Select(k => k.Key).OfType<string>().Except(inForce, StringComparer.Ordinal)];
    }
}
