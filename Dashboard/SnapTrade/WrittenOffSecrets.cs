using Dashboard.Data;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>Records which secrets SnapTrade refuses. A secret that was replaced meanwhile is left alone.</summary>
internal static class WrittenOffSecrets
{
    /// <returns>False when the secret was replaced since <paramref name="user"/> was read.</returns>
    public static async Task<bool> AddAsync(
        DashboardDbContext db,
        SnapTradeUser user,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        await OfSecret(db, user)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.SecretRefusedAt, u => u.SecretRefusedAt ?? at)
                        .SetProperty(u => u.Version, u => u.Version + 1),
                cancellationToken
            ) == 1;

    /// <summary>Takes it back, after SnapTrade accepted the secret.</summary>
    public static Task RemoveAsync(
        DashboardDbContext db,
        SnapTradeUser user,
        CancellationToken cancellationToken
    ) =>
        OfSecret(db, user)
            .Where(u => u.SecretRefusedAt != null)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.SecretRefusedAt, (DateTimeOffset?)null)
                        .SetProperty(u => u.Version, u => u.Version + 1),
                cancellationToken
            );

    private static IQueryable<SnapTradeUser> OfSecret(DashboardDbContext db, SnapTradeUser user) =>
        db.SnapTradeUsers.Where(u => u.Id == user.Id && u.ProtectedSecret == user.ProtectedSecret);
}
