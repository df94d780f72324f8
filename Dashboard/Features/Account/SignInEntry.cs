using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Features.Account;

/// <summary>The last step of every sign-in: opens the session.</summary>
internal sealed class SignInEntry(SignInManager<Operator> signIn, SignInAttempts attempts)
{
    /// <param name="who">The operator.</param>
    /// <param name="method">One of <see cref="SessionMethods"/>.</param>
    /// <param name="secondFactor">The second factor in addition to a password; null: without one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task EnterAsync(
        Operator who,
        string method,
        string? secondFactor,
        CancellationToken cancellationToken
    )
    {
        await attempts.ForgetAsync(who.Id, cancellationToken);
        List<Claim> claims = [new(ClaimTypes.AuthenticationMethod, method)];
        if (secondFactor is not null)
            claims.Add(new Claim(SessionClaims.SecondFactor, secondFactor));
        await signIn.SignInWithClaimsAsync(who, authenticationProperties: null, claims);
    }
}
