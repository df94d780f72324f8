using System.Security.Claims;
using Dashboard.Access.Sessions;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.SecondFactor;

/// <summary>
/// Marks operators whose role requires a second factor that their session lacks. <see cref="Actor"/>
/// grants them no permission, so that no page, hub, circuit or service is available to them. Checked with every
/// request, so that a changed setting or role also applies to existing sessions. Not applied after single
/// sign-on, where the provider decides about second factors.
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
