using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

/// <summary>
/// Operators with a single sign-on login must use it: a local password or passkey would still work after the
/// authority has disabled its owner.
/// </summary>
public sealed class OidcLogins(IOptions<OidcOptions> options, IDbContextFactory<DashboardDbContext> contexts)
{
    /// <summary>Whether the operator can sign in by single sign-on only.</summary>
    public async Task<bool> MustUseSsoAsync(string operatorId, CancellationToken cancellationToken)
    {
        if (!options.Value.IsGiven)
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.UserLogins.AnyAsync(
            login => login.UserId == operatorId && login.LoginProvider == OidcSignIn.Provider,
            cancellationToken
        );
    }
}
