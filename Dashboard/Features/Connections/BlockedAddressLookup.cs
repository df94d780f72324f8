using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>Finds the connections whose user's address is blocked.</summary>
internal static class BlockedAddressLookup
{
    /// <summary>Ids of the disabled connections whose user's address is blocked.</summary>
    public static async Task<HashSet<string>> LoadAsync(
        DashboardDbContext db,
        IEnumerable<ConnectionRow> rows,
        CancellationToken cancellationToken
    )
    {
        var byAddress = rows.Where(r => r is { Health: Health.Disabled, UserEmail: not null })
            .ToLookup(r => EmailAddress.Normalize(r.UserEmail!), r => r.Id, StringComparer.Ordinal);
        if (byAddress.Count == 0)
            return [];
        var addresses = byAddress.Select(g => g.Key).ToList();
        var suppressed = await db
            .Suppressions.AsNoTracking()
            .Where(s => addresses.Contains(s.Address) && s.LiftedAt == null)
            .Select(s => s.Address)
            .ToListAsync(cancellationToken);
        return suppressed.SelectMany(a => byAddress[a]).ToHashSet(StringComparer.Ordinal);
    }
}
