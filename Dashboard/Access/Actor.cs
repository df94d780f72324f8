using System.Security.Claims;
using Dashboard.Domain.Operators;

namespace Dashboard.Access;

/// <summary>The caller: an operator, who has a role, or an API key, which has a scope.</summary>
public sealed record Actor(string Id, string Name, Role? Role, ApiScope? Scope)
{
    public const string ScopeClaim = "dashboard:scope";

    /// <summary>The id of the operator's session.</summary>
    public const string SessionClaim = OperatorClaims.Session;

    /// <summary>The fixed end of the session, in seconds since 1970; only some sessions have one.</summary>
    public const string EndsClaim = "dashboard:ends";

    /// <summary>The operator's role or the API key's scope, as the audit trail calls it.</summary>
    public string RoleName => Role?.ToString() ?? $"API {Scope}";

    /// <summary>The role requires a second factor that this session lacks, so no permission is granted.</summary>
    public bool LacksSecondFactor { get; init; }

    public bool IsOperator => Role is not null && !LacksSecondFactor;

    public bool Can(Permission permission) =>
        !LacksSecondFactor
        && (
            Role is { } role
                ? Permissions.Of(role).Contains(permission)
                : Scope is { } scope && Permissions.Of(scope).Contains(permission)
        );

    /// <summary>Null without a signed-in caller, or when the role or scope is unknown.</summary>
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
