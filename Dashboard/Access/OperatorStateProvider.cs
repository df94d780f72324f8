using Dashboard.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// Checks every minute whether the operator of an open circuit is still signed in: an ended session, a
/// changed password or role, a disabled or removed operator signs the circuit out, as the cookie's
/// validation does for requests.
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
