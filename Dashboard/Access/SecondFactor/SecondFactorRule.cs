using System.Security.Claims;
using Dashboard.Access.Sessions;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.SecondFactor;

/// <summary>
/// Marks operators whose role needs a second factor and whose session has shown none. <see cref="Actor"/>
/// gives such a person no permission at all, so that no page, hub, circuit or service is open to them. It asks
/// again with every request, so that a setting or a role that changed holds for old sessions too. After single
/// sign-on it asks for nothing: what to show there is the provider's rule.
/// </summary>
internal sealed class SecondFactorRule(IOptions<AccessOptions> options) : IClaimsTransformation
{
    private readonly IReadOnlySet<Role> _roles = options.Value.RolesWithSecondFactor;

    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (_roles.Count == 0 || !IsMissing(principal))
            return Task.FromResult(principal);
        var marked = principal.Clone();
        var mark = new Claim(SessionClaims.LacksSecondFactor, "true");
        (marked.Identity as ClaimsIdentity)?.AddClaim(mark);
        return Task.FromResult(marked);
    }

    private bool IsMissing(ClaimsPrincipal principal) =>
        Actor.Of(principal) is { Role: { } role, LacksSecondFactor: false }
        && _roles.Contains(role)
        && !principal.HasClaim(claim => claim.Type == SessionClaims.SecondFactor)
        && !principal.HasClaim(ClaimTypes.AuthenticationMethod, SessionMethods.SingleSignOn);
}
