using System.Security.Claims;
using Dashboard.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Access;

/// <summary>
/// Looks every minute whether the operator of an open circuit still is who signed in: a changed password,
/// a changed role or a removed operator ends the circuit's leave, as the cookie's validation ends a request's.
/// </summary>
internal sealed class OperatorStateProvider(IServiceScopeFactory scopes, ILoggerFactory loggers)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => AccessSetup.RevalidationInterval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Operator>>();
        return await IsStillTrueAsync(signIn, authenticationState.User);
    }

    internal static async Task<bool> IsStillTrueAsync(SignInManager<Operator> signIn, ClaimsPrincipal user) =>
        await signIn.ValidateSecurityStampAsync(user) is { } found && Actor.Of(user)?.Role == found.Role;
}
