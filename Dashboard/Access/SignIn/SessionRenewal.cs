using System.Security.Claims;
using Dashboard.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Access.SignIn;

/// <summary>
/// Rewrites the current session's cookie after its claims changed or the operator proved more. The session
/// stays the same.
/// </summary>
public sealed class SessionRenewal(
    SignInManager<Operator> signIn,
    IHttpContextAccessor http,
    TimeProvider time
)
{
    /// <summary>How long a proof of identity is accepted for changes to sign-in methods.</summary>
    public static readonly TimeSpan ProofLasts = TimeSpan.FromMinutes(15);

    private HttpContext Context =>
        http.HttpContext
        ?? throw new InvalidOperationException("Cookies are for requests, not for circuits.");

    /// <summary>Whether the operator proved their identity within <see cref="ProofLasts"/>.</summary>
    public bool IsFresh => SessionClaims.SinceProof(Context.User, time.GetUtcNow()) < ProofLasts;

    /// <param name="who">As stored now.</param>
    /// <param name="hasProved">Whether the operator has just proved their identity.</param>
    /// <param name="secondFactor">The second factor that was just used; null: without one.</param>
    public async Task RenewAsync(Operator who, bool hasProved = false, string? secondFactor = null)
    {
        var current = await Context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var renewed = await signIn.CreateUserPrincipalAsync(who);
        var identity = renewed.Identities.First();
        identity.AddClaims(SessionClaims.KeptOf(current.Principal));
        if (hasProved)
            Replace(identity, SessionClaims.Proved(time.GetUtcNow()));
        if (secondFactor is not null)
            Replace(identity, new Claim(SessionClaims.SecondFactor, secondFactor));
        await Context.SignInAsync(IdentityConstants.ApplicationScheme, renewed, current.Properties);
    }

    private static void Replace(ClaimsIdentity identity, Claim claim)
    {
        foreach (var old in identity.FindAll(claim.Type).ToList())
            identity.RemoveClaim(old);
        identity.AddClaim(claim);
    }
}
