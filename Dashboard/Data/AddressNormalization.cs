using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>
/// Brings stored addresses into the normal form of <see cref="EmailAddress"/>, which databases can't compute. Runs at start-up
/// and once a day, for rows that an earlier version or a restored backup wrote.
/// </summary>
internal sealed class AddressNormalization(IDbContextFactory<DashboardDbContext> contexts) : IRecurringWork
{
    public string Name => "address-normalization";

    public TimeSpan Interval => TimeSpan.FromDays(1);

    public bool OnOneNode => true;

    public async Task<TimeSpan?> RunAsync(Lease lease, CancellationToken stoppingToken)
    {
        await NormalizeSuppressionsAsync(stoppingToken);
        await NormalizeUsersAsync(stoppingToken);
        return null;
    }

    private async Task NormalizeUsersAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        List<(string Id, string Email)> stale = [];
        await foreach (
            var user in db
                .SnapTradeUsers.AsNoTracking()
                .Where(u => u.Email != null)
                .Select(u => new
                {
                    u.Id,
                    Email = u.Email!,
                    u.NormalizedEmail,
                })
                .AsAsyncEnumerable()
                .WithCancellation(cancellationToken)
        )
        {
            if (user.NormalizedEmail != EmailAddress.Normalize(user.Email))
                stale.Add((user.Id, user.Email));
        }
        foreach (var (id, email) in stale)
        {
            var normal = EmailAddress.Normalize(email);
            // The version stays the same, because no input changes.
            await db
                .SnapTradeUsers.Where(u => u.Id == id && u.Email == email)
                .ExecuteUpdateAsync(s => s.SetProperty(u => u.NormalizedEmail, normal), cancellationToken);
        }
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
