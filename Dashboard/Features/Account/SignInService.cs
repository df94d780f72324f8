using Dashboard.Access;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Features.Account;

internal enum SignInOutcome
{
    SignedIn,

    /// <summary>Wrong name, wrong password or locked; which of them is nobody's business.</summary>
    Refused,

    /// <summary>Too many tries from this address within a minute.</summary>
    Throttled,
}

/// <summary>Signs operators in and out and keeps a record of it.</summary>
internal sealed class SignInService(
    SignInManager<Operator> signIn,
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
        if (await operators.IsLockedOutAsync(found))
        {
            await record.RefusedAsync(found, isLockedOut: true, cancellationToken);
            return RefuseUnchecked(password);
        }
        return await CheckAsync(found, password, cancellationToken);
    }

    public async Task SignOutAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is { IsOperator: true } actor)
            await record.SignedOutAsync(actor, cancellationToken);
        await signIn.SignOutAsync();
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
            await record.RefusedAsync(found, result.IsLockedOut, cancellationToken);
            return SignInOutcome.Refused;
        }
        await record.SignedInAsync(found, cancellationToken);
        await signIn.SignInAsync(found, isPersistent: false);
        return SignInOutcome.SignedIn;
    }

    private SignInOutcome RefuseUnchecked(string password)
    {
        operators.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
        return SignInOutcome.Refused;
    }
}
