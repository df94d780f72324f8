using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Support;

/// <summary>Services as in a request of an operator or API key, without a server.</summary>
public static class ActorScope
{
    public static CurrentOperator Of(Role role) => Of(new Claim(ClaimTypes.Role, role.ToString()));

    public static CurrentOperator Of(ApiScope scope) => Of(new Claim(Actor.ScopeClaim, scope.ToString()));

    public static CurrentOperator Nobody() =>
        new(new HttpContextAccessor { HttpContext = new DefaultHttpContext() });

    public static ClaimsPrincipal Principal(params Claim[] claims) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, "id-1"),
                    new Claim(ClaimTypes.Name, "Test person"),
                    .. claims,
                ],
                "Test"
            )
        );

    /// <summary>A signed-in operator of that id.</summary>
    public static ClaimsPrincipal Operator(string id, Role role) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(ClaimTypes.NameIdentifier, id),
                    new Claim(ClaimTypes.Name, id),
                    new Claim(ClaimTypes.Role, role.ToString()),
                ],
                "Test"
            )
        );

    private static CurrentOperator Of(Claim claim) =>
        new(new HttpContextAccessor { HttpContext = new DefaultHttpContext { User = Principal(claim) } });
}
