using Dashboard.Access;
using Dashboard.Access.Oidc;
using Dashboard.Access.Passkeys;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.Sessions;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Account;

internal enum SignInOutcome
{
    SignedIn,

    /// <summary>The password was correct, and a code or a passkey is also required.</summary>
    SecondStep,

    /// <summary>Wrong name, wrong password, disabled or locked; which of them is not disclosed.</summary>
    Refused,

    /// <summary>Too many attempts from this address within a minute.</summary>
    Throttled,
}

/// <summary>Signs operators in and records it.</summary>
internal sealed class SignInService(
    UserManager<Operator> operators,
    PasswordCheck passwords,
    SignInAttempts attempts,
    SecondFactors factors,
    SecondStep secondStep,
    PasskeyCeremonies passkeys,
    SignInEntry entry,
    SignInRecord record,
    CurrentOperator current,
    SignInThrottle throttle,
    OidcLogins singleSignOn,
    IOptions<AccessOptions> access
)
{
    public async Task<SignInOutcome> SignInAsync(
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (email.Length > AccessOptions.MaxEmailLength || password.Length > AccessOptions.MaxPasswordLength)
            return SignInOutcome.Refused;
        if (!throttle.Admit(current.AddressKey))
            return SignInOutcome.Throttled;
        var found = await operators.FindByNameAsync(email.Trim());
        // The password is always checked, so that all responses take the same time.
        if (found is null)
        {
            passwords.IsRight(null, password);
            await record.RefusedAsync(cancellationToken);
            return SignInOutcome.Refused;
        }
        var mayTry = await MayComeThisWayAsync(found, cancellationToken);
        var isOpen = mayTry && await attempts.TakeAsync(found.Id, cancellationToken);
        if (passwords.IsRight(isOpen ? found : null, password))
            return await GoOnAsync(found, cancellationToken);
        await record.RefusedAsync(found, WhyRefused(found, mayTry, isOpen), cancellationToken);
        return SignInOutcome.Refused;
    }

    /// <param name="credential">What the browser answered to <see cref="PasskeyCeremonies.AskForUseAsync"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<SignInOutcome> SignInByPasskeyAsync(
        string credential,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.AddressKey))
            return SignInOutcome.Throttled;
        // Guessing locks an account. A passkey can't be guessed, so its owner can still sign in.
        var found = await passkeys.CheckUseAsync(credential, cancellationToken);
        if (found is not null && await MayComeThisWayAsync(found, cancellationToken))
        {
            await entry.EnterAsync(found, SessionMethods.Passkey, SessionMethods.Passkey, cancellationToken);
            return SignInOutcome.SignedIn;
        }
        if (found is null)
            await record.RefusedAsync(cancellationToken);
        else
            await record.RefusedAsync(
                found,
                WhyRefused(found, mayTry: false, isOpen: false),
                cancellationToken
            );
        return SignInOutcome.Refused;
    }

    private async Task<SignInOutcome> GoOnAsync(Operator found, CancellationToken cancellationToken)
    {
        var state = await factors.StateAsync(found.Id, cancellationToken);
        var isRequired = access.Value.RolesWithSecondFactor.Contains(found.Role);
        if (state.HasAuthenticator || (isRequired && state.HasAny))
        {
            await attempts.GiveBackAsync(found.Id, cancellationToken);
            await secondStep.BeginAsync(found);
            return SignInOutcome.SecondStep;
        }
        await entry.EnterAsync(found, SessionMethods.Password, secondFactor: null, cancellationToken);
        return SignInOutcome.SignedIn;
    }

    private async Task<bool> MayComeThisWayAsync(Operator found, CancellationToken cancellationToken) =>
        found.DisabledAt is null && !await singleSignOn.MustUseSsoAsync(found.Id, cancellationToken);

    private static string WhyRefused(Operator found, bool mayTry, bool isOpen) =>
        found.DisabledAt is not null ? SignInRecord.Disabled
        : !mayTry ? SignInRecord.SingleSignOnOnly
        : !isOpen || found.AccessFailedCount >= OperatorIdentity.FailuresBeforeLockout - 1
            ? SignInRecord.LockedOut
        : SignInRecord.Refused;
}
