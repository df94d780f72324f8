using Dashboard.Access;
using Dashboard.Access.Sessions;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Features.Account;

internal enum SignInOutcome
{
    SignedIn,

    /// <summary>Wrong name, wrong password, disabled or locked; which of them is nobody's business.</summary>
    Refused,

    /// <summary>Too many tries from this address within a minute.</summary>
    Throttled,
}

/// <summary>Signs operators in and keeps a record of who was refused.</summary>
internal sealed class SignInService(
    SignInManager<Operator> signIn,
    OperatorSessions sessions,
    UserManager<Operator> operators,
    SignInRecord record,
    CurrentOperator current,
    SignInThrottle throttle
)
{
    // Checked when there is nothing to check, so that the answer takes as long as when there is.
    private static readonly Lazy<string> NobodysHash = new(() =>
        new PasswordHasher<Operator>().HashPassword(null!, Guid.NewGuid().ToString())
    );

    public async Task<SignInOutcome> SignInAsync(
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (email.Length > AccessOptions.LongestEmail || password.Length > AccessOptions.LongestPassword)
            return SignInOutcome.Refused;
        if (!throttle.Admit(current.AddressKey))
            return SignInOutcome.Throttled;
        if (await operators.FindByNameAsync(email.Trim()) is not { } found)
        {
            await record.RefusedAsync(cancellationToken);
            return RefuseUnchecked(password);
        }
        if (found.DisabledAt is not null)
        {
            await record.RefusedAsync(found, "refused, disabled", cancellationToken);
            return RefuseUnchecked(password);
        }
        if (await operators.IsLockedOutAsync(found))
        {
            await record.RefusedAsync(found, SignInRecord.LockedOut, cancellationToken);
            return RefuseUnchecked(password);
        }
        return await CheckAsync(found, password, cancellationToken);
    }

    private async Task<SignInOutcome> CheckAsync(
        Operator found,
        string password,
        CancellationToken cancellationToken
    )
    {
        var result = await signIn.CheckPasswordSignInAsync(found, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            await record.RefusedAsync(
                found,
                result.IsLockedOut ? SignInRecord.LockedOut : SignInRecord.Refused,
                cancellationToken
            );
            return SignInOutcome.Refused;
        }
        await sessions.SignInAsync(found, SessionMethods.Password);
        return SignInOutcome.SignedIn;
    }

    private SignInOutcome RefuseUnchecked(string password)
    {
        operators.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
        return SignInOutcome.Refused;
    }
}
