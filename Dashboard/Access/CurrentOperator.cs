using System.Security.Claims;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Access;

/// <summary>
/// Whoever the current request or circuit works for. Services ask it again, so that a page or an endpoint
/// that forgot its policy opens nothing.
/// </summary>
public sealed class CurrentOperator(IHttpContextAccessor http, AuthenticationStateProvider? circuit = null)
{
    // A circuit outlives the request that opened it; its user is revalidated, the request's is not.
    private static readonly PathString CircuitPath = "/_blazor";

    /// <summary>Null while nobody has signed in.</summary>
    public Actor? Actor => Actor.Of(User);

    /// <summary>The operator's session; null for API keys and while nobody has signed in.</summary>
    public string? SessionId => User?.FindFirstValue(Actor.SessionClaim);

    /// <summary>Empty while nobody has signed in.</summary>
    public string Id => Actor?.Id ?? "";

    /// <summary>The operator's or the API key's name; empty while nobody has signed in.</summary>
    public string DisplayName => Actor?.Name ?? "";

    /// <summary>Null for API keys.</summary>
    public Role? Role => Actor?.Role;

    /// <summary>Where the request comes from, as far as the proxies in front let us know.</summary>
    public string? Address => http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    /// <summary>The same as limits count it.</summary>
    public string AddressKey => ClientAddress.KeyOf(http.HttpContext?.Connection.RemoteIpAddress);

    private ClaimsPrincipal? User => Request?.User ?? CircuitUser();

    private HttpContext? Request =>
        http.HttpContext is { } context && !context.Request.Path.StartsWithSegments(CircuitPath)
            ? context
            : null;

    public bool Can(Permission permission) => Actor?.Can(permission) == true;

    /// <summary>Returns who acts, having made sure that they may.</summary>
    /// <exception cref="AccessDeniedException">Nobody has signed in, or the role or scope lacks the permission.</exception>
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
