using Dashboard.Data;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.SnapTrade;

/// <summary>What is done when SnapTrade refuses a user's secret.</summary>
internal static class SecretRefusal
{
    // 401 is also what a wrong consumer key gets, and that is not the user's fault.
    private const string Code = "1083";

    public static bool IsRefusedSecret(this SnapTradeException error) =>
        error is { Kind: SnapTradeErrorKind.Unauthorized, Code: Code };

    /// <summary>Notes that SnapTrade refused the secret which <paramref name="user"/> was read with.</summary>
    /// <returns>False when the secret has been replaced since; the new one may work.</returns>
    public static async Task<bool> NoteRefusedSecretAsync(
        this IDbContextFactory<DashboardDbContext> contexts,
        SnapTradeUser user,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var noted = await db
            .SnapTradeUsers.Where(u => u.Id == user.Id && u.ProtectedSecret == user.ProtectedSecret)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(u => u.SecretRefusedAt, at).SetProperty(u => u.Version, u => u.Version + 1),
                cancellationToken
            );
        return noted == 1;
    }
}
