using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Access;

/// <summary>Claims about how a session was opened.</summary>
public static class SessionClaims
{
    /// <summary>The second factor in addition to a password: <c>authenticator</c>, <c>recovery code</c>, <c>passkey</c>…</summary>
    public const string SecondFactor = "dashboard:second-factor";

    /// <summary>When the operator last proved their identity, in seconds since 1970 (OpenID Connect's name).</summary>
    public const string ProvedAt = "auth_time";

    /// <summary>The authentication methods, by the codes of RFC 8176.</summary>
    public const string MethodReference = "amr";

    /// <summary>The role requires a second factor that this session lacks: only setting one up is allowed.</summary>
    public const string LacksSecondFactor = "dashboard:lacks-second-factor";

    private static readonly string[] Kept =
    [
        SecondFactor,
        ProvedAt,
        Actor.SessionClaim,
        Actor.EndsClaim,
        MethodReference,
        ClaimTypes.AuthenticationMethod,
    ];

    public static Claim Proved(DateTimeOffset now) =>
        new(ProvedAt, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));

    /// <summary>Time since the operator proved their identity; the maximum when it is unknown.</summary>
    public static TimeSpan SinceProof(ClaimsPrincipal? user, DateTimeOffset now) =>
        long.TryParse(user?.FindFirstValue(ProvedAt), CultureInfo.InvariantCulture, out var seconds)
            ? now - DateTimeOffset.FromUnixTimeSeconds(seconds)
            : TimeSpan.MaxValue;

    /// <summary>The claims to keep when Identity recreates the session's principal, which it does every minute.</summary>
    public static IEnumerable<Claim> KeptOf(ClaimsPrincipal? user) =>
        user?.Claims.Where(claim => Kept.Contains(claim.Type, StringComparer.Ordinal)) ?? [];

    internal static Task KeepAsync(SecurityStampRefreshingPrincipalContext context)
    {
        var identity = context.NewPrincipal?.Identities.FirstOrDefault();
        identity?.AddClaims(
            KeptOf(context.CurrentPrincipal).Where(claim => !identity.HasClaim(claim.Type, claim.Value))
        );
        return Task.CompletedTask;
    }
}
