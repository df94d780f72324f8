using System.Security.Claims;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>Sets the claims that <see cref="Actor"/> reads: the role and the name.</summary>
internal sealed class OperatorPrincipalFactory(
    UserManager<Operator> operators,
    IOptions<IdentityOptions> options
) : UserClaimsPrincipalFactory<Operator>(operators, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Operator user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        // Identity uses the user name; screens show the display name.
        identity.TryRemoveClaim(identity.FindFirst(identity.NameClaimType));
        identity.AddClaim(new Claim(identity.NameClaimType, user.DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role.ToString()));
        if (user.TimeZone is { } zone)
            identity.AddClaim(new Claim(OperatorClaims.TimeZone, zone));
        return identity;
    }
}
