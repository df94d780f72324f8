using Dashboard.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// Looks every minute whether the operator of an open circuit still is who signed in: an ended session, a
/// changed password or role, a disabled or removed operator ends the circuit's leave, as the cookie's
/// validation ends a request's.
/// </summary>
internal sealed class OperatorStateProvider(
    IServiceScopeFactory scopes,
    IOptions<AccessOptions> access,
    ILoggerFactory loggers
) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => access.Value.SessionCheckEvery;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var signIn = scope.ServiceProvider.GetRequiredService<SignInManager<Operator>>();
        return await signIn.ValidateSecurityStampAsync(authenticationState.User) is not null;
    }
}
