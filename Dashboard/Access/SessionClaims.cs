using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Access;

/// <summary>What a session remembers of how it was opened.</summary>
public static class SessionClaims
{
    /// <summary>What was shown beside a password: <c>authenticator</c>, <c>recovery code</c>, <c>passkey</c>…</summary>
    public const string SecondFactor = "dashboard:second-factor";

    /// <summary>When the person last proved who they are, in seconds since 1970 (OpenID Connect's name).</summary>
    public const string ProvedAt = "auth_time";

    /// <summary>How somebody proved who they are, by the codes of RFC 8176.</summary>
    public const string MethodReference = "amr";

    /// <summary>The role needs a second factor and this session has none: nothing is open but setting one up.</summary>
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

    /// <summary>How long ago the person proved who they are; very long for sessions that don't know.</summary>
    public static TimeSpan SinceProof(ClaimsPrincipal? user, DateTimeOffset now) =>
        long.TryParse(user?.FindFirstValue(ProvedAt), CultureInfo.InvariantCulture, out var seconds)
            ? now - DateTimeOffset.FromUnixTimeSeconds(seconds)
            : TimeSpan.MaxValue;

    /// <summary>What stays when Identity makes the session's principal anew, which it does every minute.</summary>
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
