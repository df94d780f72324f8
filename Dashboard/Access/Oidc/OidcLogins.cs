using Dashboard.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Oidc;

/// <summary>
/// Who comes by single sign-on comes by nothing else while it is on: a password or passkey kept here would
/// still open when the authority has shut its owner out.
/// </summary>
public sealed class OidcLogins(IOptions<OidcOptions> options, IDbContextFactory<DashboardDbContext> contexts)
{
    public async Task<bool> BindAsync(string operatorId, CancellationToken cancellationToken)
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
