using System.Security.Claims;

namespace Dashboard.Domain.Operators;

/// <summary>Claims of the signed-in operator beside the name and the role.</summary>
public static class OperatorClaims
{
    /// <summary>The IANA time zone that the operator chose; absent means the browser's (OpenID Connect's name).</summary>
    public const string TimeZone = "zoneinfo";

    /// <summary>The id of the operator's session.</summary>
    public const string Session = "dashboard:session";

    /// <summary>Names the operator and the session, so that what was made for one serves no other; empty for nobody.</summary>
    public static string OwnerOf(ClaimsPrincipal? user) =>
        user?.Identity?.IsAuthenticated == true
            ? $"{user.FindFirst(ClaimTypes.NameIdentifier)?.Value} {user.FindFirst(Session)?.Value}"
            : "";
}
