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
    DashboardDbContext db,
    AuditWriter audit,
    CurrentOperator current,
    SignInThrottle throttle,
    TimeProvider time
)
{
    private const string Action = "sign in";

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
        var found = await operators.FindByNameAsync(email.Trim());
        if (found is null)
            return await RefuseNobodyAsync(email, password, cancellationToken);
        var result = await signIn.CheckPasswordSignInAsync(found, password, lockoutOnFailure: true);
        if (!result.Succeeded)
            return await RefuseAsync(found, result, cancellationToken);

        found.LastSignInAt = time.GetUtcNow();
        audit.Add(db, found.DisplayName, found.Role.ToString(), Action, $"operator:{found.Id}", "done");
        await operators.UpdateAsync(found);
        await signIn.SignInAsync(found, isPersistent: false);
        return SignInOutcome.SignedIn;
    }

    public async Task SignOutAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is { IsOperator: true } actor)
        {
            audit.Add(db, "sign out", $"operator:{actor.Id}");
            await db.SaveChangesAsync(cancellationToken);
        }
        await signIn.SignOutAsync();
    }

    private async Task<SignInOutcome> RefuseAsync(
        Operator found,
        SignInResult result,
        CancellationToken cancellationToken
    )
    {
        var outcome = result.IsLockedOut ? SignInOutcome.LockedOut : SignInOutcome.Refused;
        audit.Add(
            db,
            found.DisplayName,
            found.Role.ToString(),
            Action,
            $"operator:{found.Id}",
            outcome == SignInOutcome.LockedOut ? "refused, locked out" : "refused"
        );
        await db.SaveChangesAsync(cancellationToken);
        return outcome;
    }

    private async Task<SignInOutcome> RefuseNobodyAsync(
        string email,
        string password,
        CancellationToken cancellationToken
    )
    {
        // What was typed is not recorded: it may be a password in the wrong field.
        audit.Add(db, "somebody unknown", "-", Action, subject: null, "refused");
        await db.SaveChangesAsync(cancellationToken);
        if (throttle.LooksLocked(operators.NormalizeName(email.Trim())!))
            return SignInOutcome.LockedOut;
        operators.PasswordHasher.VerifyHashedPassword(null!, NobodysHash.Value, password);
        return SignInOutcome.Refused;
    }
}
