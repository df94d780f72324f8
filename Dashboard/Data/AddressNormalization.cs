using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Brings stored addresses into the normal form of <see cref="EmailAddress"/>, which databases can't compute. Runs when a
/// node takes this work, and once a day, for rows that an earlier version or a restored backup wrote.
/// </summary>
internal sealed class AddressNormalization(IDbContextFactory<DashboardDbContext> contexts) : IRecurringWork
{
    public string Name => "address-normalization";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await NormalizeSuppressionsAsync(stoppingToken);
        await NormalizeUsersAsync(lease, stoppingToken);
        return null;
    }

    private async Task NormalizeUsersAsync(Lease lease, CancellationToken cancellationToken)
    {
        string? after = null;
        do after = await NormalizeNextAsync(after, cancellationToken);
        while (after is not null && await lease.HoldAsync(cancellationToken));
    }

    /// <returns>The last of these users; null when no others follow.</returns>
    private async Task<string?> NormalizeNextAsync(string? after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var users = await db
            .SnapTradeUsers.AsNoTracking()
            .After(after)
            .Select(u => new
            {
                u.Id,
                u.Email,
                u.NormalizedEmail,
            })
            .ToListAsync(cancellationToken);
        foreach (var user in users)
        {
            if (
                user.Email is not { } email
                || EmailAddress.Normalize(email) is var normal && normal == user.NormalizedEmail
            )
                continue;
            // The version stays the same, because no input changes.
            await db
                .SnapTradeUsers.Where(u => u.Id == user.Id && u.Email == email)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.NormalizedEmail, normal), cancellationToken);
        }
        return users.Count == UserPages.Size ? users[^1].Id : null;
    }

    private async Task NormalizeSuppressionsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var stale = (
            await db.Suppressions.AsNoTracking().Select(s => s.Address).ToListAsync(cancellationToken)
        )
            .Where(address => address != EmailAddress.Normalize(address))
            .ToList();
        foreach (var address in stale)
            await contexts.InTransactionAsync(
                (db, token) => MoveAsync(db, address, token),
                cancellationToken
            );
    }

    // Of two spellings of an address, the active suppression is kept.
    private static async Task MoveAsync(
        DashboardDbContext db,
        string address,
        CancellationToken cancellationToken
    )
    {
        if (
            await db.Suppressions.SingleOrDefaultAsync(s => s.Address == address, cancellationToken)
            is not { } old
        )
            return;
        var normal = EmailAddress.Normalize(address);
        var other = await db.Suppressions.SingleOrDefaultAsync(s => s.Address == normal, cancellationToken);
        db.Remove(old);
        if (other is null)
            db.Add(old.WithAddress(normal));
        else if (old.IsInForce)
            other.Begin(old.Reason, old.Detail, old.EmailId, old.Since);
        await db.SaveChangesAsync(cancellationToken);
    }
}
