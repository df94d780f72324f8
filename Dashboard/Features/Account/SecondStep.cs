using System.Security.Claims;
using Dashboard.Access;
using Dashboard.Access.Passkeys;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.Sessions;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Features.Account;

/// <summary>
/// The step after a correct password: a code, a recovery code or a passkey. Wrong codes count as wrong
/// passwords, so that both together are limited to five attempts.
/// </summary>
internal sealed class SecondStep(
    UserManager<Operator> operators,
    SecondFactors factors,
    PasskeyCeremonies passkeys,
    SignInAttempts attempts,
    SignInEntry entry,
    SignInRecord record,
    SignInThrottle throttle,
    CurrentOperator current,
    IHttpContextAccessor http
)
{
    public const string Authenticator = "authenticator";
    public const string RecoveryCode = "recovery code";
    private const string Scheme = "Identity.TwoFactorUserId";
    private const string StampClaim = "stamp";

    private HttpContext Context =>
        http.HttpContext ?? throw new InvalidOperationException("Signing in takes a request.");

    public Task BeginAsync(Operator who) =>
        Context.SignInAsync(
            Scheme,
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.NameIdentifier, who.Id),
                        new Claim(StampClaim, who.SecurityStamp ?? ""),
                    ],
                    Scheme
                )
            )
        );

    /// <summary>The operator with the correct password; null when it was entered too long ago, or has changed since.</summary>
    public async Task<Operator?> PendingAsync()
    {
        var result = await Context.AuthenticateAsync(Scheme);
        if (result.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is not { } id)
            return null;
        var found = await operators.FindByIdAsync(id);
        return
            found is { DisabledAt: null }
            && string.Equals(
                found.SecurityStamp,
                result.Principal.FindFirstValue(StampClaim),
                StringComparison.Ordinal
            )
            ? found
            : null;
    }

    /// <param name="who">From <see cref="PendingAsync"/>.</param>
    /// <param name="code">Of the authenticator app.</param>
    /// <param name="recoveryCode">Instead of the code.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SignInOutcome> FinishAsync(
        Operator who,
        string? code,
        string? recoveryCode,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.AddressKey))
            return SignInOutcome.Throttled;
        if (!await attempts.TakeAsync(who.Id, cancellationToken))
        {
            await record.RefusedAsync(who, SignInRecord.LockedOut, cancellationToken);
            return SignInOutcome.Refused;
        }
        if (!string.IsNullOrWhiteSpace(code) && await factors.TakeCodeAsync(who.Id, code, cancellationToken))
            return await EnterAsync(who, Authenticator, cancellationToken);
        if (await factors.TakeRecoveryCodeAsync(who, recoveryCode, cancellationToken))
            return await EnterAsync(who, RecoveryCode, cancellationToken);
        await record.RefusedAsync(who, SignInRecord.WrongCode, cancellationToken);
        return SignInOutcome.Refused;
    }

    public async Task<SignInOutcome> FinishByPasskeyAsync(
        Operator who,
        string credential,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.AddressKey))
            return SignInOutcome.Throttled;
        if ((await passkeys.CheckUseAsync(credential, cancellationToken))?.Id == who.Id)
            return await EnterAsync(who, SessionMethods.Passkey, cancellationToken);
        await record.RefusedAsync(who, SignInRecord.WrongPasskey, cancellationToken);
        return SignInOutcome.Refused;
    }

    private async Task<SignInOutcome> EnterAsync(
        Operator who,
        string secondFactor,
        CancellationToken cancellationToken
    )
    {
        var method =
            secondFactor == SessionMethods.Passkey ? SessionMethods.Passkey : SessionMethods.PasswordAndCode;
        await entry.EnterAsync(who, method, secondFactor, cancellationToken);
        await Context.SignOutAsync(Scheme);
        return SignInOutcome.SignedIn;
    }
}
