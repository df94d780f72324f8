using System.Security.Claims;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Access;

/// <summary>
/// The operator or API key of the current request or circuit. Services check permissions again, so that a page or endpoint
/// without a policy grants nothing.
/// </summary>
public sealed class CurrentOperator(IHttpContextAccessor http, AuthenticationStateProvider? circuit = null)
{
    /// <summary>Null without a signed-in caller.</summary>
    public Actor? Actor => Actor.Of(User);

    /// <summary>The operator's session; null for API keys and without a signed-in caller.</summary>
    public string? SessionId => User?.FindFirstValue(Actor.SessionClaim);

    /// <summary>Empty without a signed-in caller.</summary>
    public string Id => Actor?.Id ?? "";

    /// <summary>The operator's or API key's name; empty without a signed-in caller.</summary>
    public string DisplayName => Actor?.Name ?? "";

    /// <summary>Null for API keys.</summary>
    public Role? Role => Actor?.Role;

    /// <summary>The network address of the request, as the trusted proxies report it.</summary>
    public string? Address => http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    /// <summary>The address as limits count it.</summary>
    public string AddressKey => ClientAddress.KeyOf(http.HttpContext?.Connection.RemoteIpAddress);

    private ClaimsPrincipal? User => Request?.User ?? CircuitUser();

    // A circuit outlives the request that opened it; its user is revalidated, the request's is not.
    private HttpContext? Request =>
        http.HttpContext is { } context && !AccessPaths.IsCircuit(context.Request) ? context : null;

    public bool Can(Permission permission) => Actor?.Can(permission) == true;

    /// <summary>Returns the caller after checking the permission.</summary>
    /// <exception cref="AccessDeniedException">No caller is signed in, or the role or scope lacks the permission.</exception>
    public async Task<Actor> DemandAsync(Permission permission)
    {
        var user = Request?.User;
        if (user is null && circuit is not null)
            user = (await circuit.GetAuthenticationStateAsync()).User;
        return Actor.Of(user) is { } actor && actor.Can(permission)
            ? actor
            : throw new AccessDeniedException(permission);
    }

    private ClaimsPrincipal? CircuitUser()
    {
        var state = circuit?.GetAuthenticationStateAsync();
        return state is { IsCompletedSuccessfully: true } ? state.Result.User : null;
    }
}
