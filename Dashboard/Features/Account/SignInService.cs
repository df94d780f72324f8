using Dashboard.Access;
using Dashboard.Data;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Features.Account;

internal enum SignInOutcome
{
    SignedIn,

    /// <summary>Wrong name or wrong password; which of them is nobody's business.</summary>
    Refused,
    LockedOut,

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
    // Checked when nobody has that name, so that the answer takes as long as for somebody.
    private static readonly Lazy<string> NobodysHash = new(() =>
        new PasswordHasher<Operator>().HashPassword(null!, Guid.NewGuid().ToString())
    );

    public async Task<SignInOutcome> SignInAsync(
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.Address ?? ""))
            return SignInOutcome.Throttled;
        var name = email.Trim();
        if (await operators.FindByNameAsync(name) is not { } found)
        {
            await record.RefusedAsync(cancellationToken);
            return RefuseNobody(name, password);
        }
        var result = await signIn.CheckPasswordSignInAsync(found, password, lockoutOnFailure: true);
        if (!result.Succeeded)
        {
            await record.RefusedAsync(found, result.IsLockedOut, cancellationToken);
            return result.IsLockedOut ? SignInOutcome.LockedOut : SignInOutcome.Refused;
        }
        await record.SignedInAsync(found, cancellationToken);
        await signIn.SignInAsync(found, isPersistent: false);
        return SignInOutcome.SignedIn;
    }

    public async Task SignOutAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is { IsOperator: true } actor)
            await record.SignedOutAsync(actor, cancellationToken);
        await signIn.SignOutAsync();
    }

    private SignInOutcome RefuseNobody(string name, string password)
    {
        if (throttle.LooksLocked(operators.NormalizeName(name)))
            return SignInOutcome.LockedOut;
        operators.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
        return SignInOutcome.Refused;
    }
}
