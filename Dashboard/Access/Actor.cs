using System.Security.Claims;
using Dashboard.Domain.Operators;

namespace Dashboard.Access;

/// <summary>Who acts: an operator, who has a role, or an API key, which has a scope.</summary>
public sealed record Actor(string Id, string Name, Role? Role, ApiScope? Scope)
{
    public const string ScopeClaim = "dashboard:scope";

    /// <summary>The id of the operator's session.</summary>
    public const string SessionClaim = "dashboard:session";

    /// <summary>When the session ends whatever happens, in seconds since 1970; only some have it.</summary>
    public const string EndsClaim = "dashboard:ends";

    /// <summary>The operator's role or the API key's scope, as the audit trail calls it.</summary>
    public string RoleName => Role?.ToString() ?? $"API {Scope}";

    /// <summary>The role needs a second factor that this session has not shown: nothing is open.</summary>
    public bool LacksSecondFactor { get; init; }

    public bool IsOperator => Role is not null && !LacksSecondFactor;

    public bool Can(Permission permission) =>
        !LacksSecondFactor
        && (
            Role is { } role
                ? Permissions.Of(role).Contains(permission)
                : Scope is { } scope && Permissions.Of(scope).Contains(permission)
        );

    /// <summary>Null for somebody who has not signed in, or whose role or scope is not known here.</summary>
    public static Actor? Of(ClaimsPrincipal? principal)
    {
        if (
            principal?.Identity?.IsAuthenticated != true
            || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id
        )
            return null;
        var name = principal.FindFirstValue(ClaimTypes.Name) ?? id;
        if (Read<Role>(principal, ClaimTypes.Role) is { } role)
            return new Actor(id, name, role, Scope: null)
            {
                LacksSecondFactor = principal.HasClaim(c => c.Type == SessionClaims.LacksSecondFactor),
            };
        return Read<ApiScope>(principal, ScopeClaim) is { } scope ? new Actor(id, name, null, scope) : null;
    }

    private static T? Read<T>(ClaimsPrincipal principal, string claim)
        where T : struct, Enum =>
        Enum.TryParse<T>(principal.FindFirstValue(claim), out var value) && Enum.IsDefined(value)
            ? value
            : null;
}
