using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>Finds the connections whose user's address is blocked.</summary>
internal static class BlockedAddressLookup
{
    private static readonly PreparedQuery<List<string>, string> Blocked = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db, List<string> addresses) =>
                db
                    .Suppressions.AsNoTracking()
                    .Where(s => addresses.Contains(s.Address) && s.LiftedAt == null)
                    .Select(s => s.Address)
        )
    );

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
        var suppressed = await Blocked.Run(db, addresses).ToListAsync(cancellationToken);
        return suppressed.SelectMany(a => byAddress[a]).ToHashSet(StringComparer.Ordinal);
    }
}
