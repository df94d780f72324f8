using System.Security.Claims;

namespace Dashboard.Domain.Operators;

/// <summary>Additional claims of the signed-in operator.</summary>
public static class OperatorClaims
{
    /// <summary>The IANA time zone that the operator chose; absent means the browser's (OpenID Connect's name).</summary>
    public const string TimeZone = "zoneinfo";

    /// <summary>The id of the operator's session.</summary>
    public const string Session = "dashboard:session";

    /// <summary>Identifies the operator and the session, to bind data to them; empty when not signed in.</summary>
    public static string OwnerOf(ClaimsPrincipal? user) =>
        user?.Identity?.IsAuthenticated == true
            ? $"{user.FindFirst(ClaimTypes.NameIdentifier)?.Value} {user.FindFirst(Session)?.Value}"
            : "";
}
