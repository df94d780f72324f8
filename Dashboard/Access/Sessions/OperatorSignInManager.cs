using System.Globalization;
using System.Security.Claims;
using Dashboard.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Access.Sessions;

/// <summary>
/// Opens a session for every sign-in and validates it. Used by cookies, circuits and
/// hubs.
/// </summary>
internal sealed class OperatorSignInManager(
    UserManager<Operator> operators,
    IHttpContextAccessor http,
    IUserClaimsPrincipalFactory<Operator> principals,
    IOptions<IdentityOptions> options,
    ILogger<SignInManager<Operator>> logger,
    IAuthenticationSchemeProvider schemes,
    IUserConfirmation<Operator> confirmation,
    SessionStart start,
    SessionStore sessions,
    TimeProvider time
) : SignInManager<Operator>(operators, http, principals, options, logger, schemes, confirmation)
{
    private const string MethodReference = SessionClaims.MethodReference;
    private string? _kept;

    public override async Task<bool> CanSignInAsync(Operator user) =>
        user.DisabledAt is null && await base.CanSignInAsync(user);

    /// <summary>The operator; null when the session has ended, the role has changed or the operator is disabled.</summary>
    public override async Task<Operator?> ValidateSecurityStampAsync(ClaimsPrincipal? principal)
    {
        var found = await base.ValidateSecurityStampAsync(principal);
        if (found is not { DisabledAt: null } || Actor.Of(principal)?.Role != found.Role)
            return null;
        if (
            long.TryParse(
                principal?.FindFirstValue(Actor.EndsClaim),
                CultureInfo.InvariantCulture,
                out var ends
            )
            && ends <= time.GetUtcNow().ToUnixTimeSeconds()
        )
            return null;
        var session = principal?.FindFirstValue(Actor.SessionClaim);
        return await sessions.IsOpenAsync(found.Id, session, CancellationToken.None) ? found : null;
    }

    /// <summary>Renews the cookie, after a changed password for instance; the session stays the same.</summary>
    public override async Task RefreshSignInAsync(Operator user)
    {
        _kept = Context.User.FindFirstValue(Actor.SessionClaim);
        await base.RefreshSignInAsync(user);
        _kept = null;
    }

    public override async Task SignInWithClaimsAsync(
        Operator user,
        AuthenticationProperties? authenticationProperties,
        IEnumerable<Claim> additionalClaims
    )
    {
        List<Claim> claims = [.. additionalClaims];
        var session = _kept ?? await start.OpenAsync(user, MethodIn(claims), Context.RequestAborted);
        claims.Add(new Claim(Actor.SessionClaim, session));
        if (_kept is not null)
            claims.AddRange(
                SessionClaims.KeptOf(Context.User).Where(kept => !claims.Exists(c => c.Type == kept.Type))
            );
        else if (!claims.Exists(c => c.Type == SessionClaims.ProvedAt))
            claims.Add(SessionClaims.Proved(time.GetUtcNow()));
        await base.SignInWithClaimsAsync(user, authenticationProperties, claims);
    }

    // Identity's methods are codes of RFC 8176; ours are words.
    private static string MethodIn(List<Claim> claims) =>
        claims.Find(c => c.Type == ClaimTypes.AuthenticationMethod)?.Value
        ?? (
            claims.Exists(c => c is { Type: MethodReference, Value: "mfa" })
                ? SessionMethods.PasswordAndCode
                : SessionMethods.Password
        );
}
