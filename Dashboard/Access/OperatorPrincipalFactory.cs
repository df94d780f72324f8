using System.Security.Claims;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>Adds what <see cref="Actor"/> reads: the role and the name.</summary>
internal sealed class OperatorPrincipalFactory(
    UserManager<Operator> operators,
    IOptions<IdentityOptions> options
) : UserClaimsPrincipalFactory<Operator>(operators, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Operator user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Actor.NameClaim, user.DisplayName));
        identity.AddClaim(new Claim(ClaimTypes.Role, user.Role.ToString()));
        return identity;
    }
}
