using Dashboard.Access;
using Dashboard.Access.Passkeys;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account.Own;

/// <summary>
/// Requires authentication again before a change that could lock the owner out: an open screen is not sufficient.
/// Wrong answers count as wrong passwords.
/// </summary>
internal sealed class ProofOfSelf(
    IDbContextFactory<DashboardDbContext> contexts,
    PasswordCheck passwords,
    SecondFactors factors,
    PasskeyCeremonies passkeys,
    SignInAttempts attempts,
    SignInThrottle throttle,
    SessionRenewal renewal,
    CurrentOperator current,
    AuditWriter audit
)
{
    public const string Page = "/account/confirm";

    /// <summary>Whether the last proof is recent enough.</summary>
    public bool IsFresh => renewal.IsFresh;

    /// <param name="who">The signed-in operator.</param>
    /// <param name="answer">The password, or a code of the authenticator app.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<bool> AcceptsAsync(Operator who, string? answer, CancellationToken cancellationToken)
    {
        if (answer is not { Length: > 0 and <= AccessOptions.MaxPasswordLength })
            return false;
        var isRight =
            throttle.Admit(current.AddressKey)
            && await attempts.TakeAsync(who.Id, cancellationToken)
            && (
                passwords.IsRight(who, answer)
                || await factors.TakeCodeAsync(who.Id, answer, cancellationToken)
            );
        if (!isRight)
        {
            await RecordRefusalAsync(who, cancellationToken);
            return false;
        }
        await attempts.GiveBackAsync(who.Id, cancellationToken);
        await renewal.RenewAsync(who, hasProved: true);
        return true;
    }

    public async Task<bool> AcceptsPasskeyAsync(
        Operator who,
        string credential,
        CancellationToken cancellationToken
    )
    {
        var isRight =
            throttle.Admit(current.AddressKey)
            && (await passkeys.CheckUseAsync(credential, cancellationToken))?.Id == who.Id;
        if (!isRight)
        {
            await RecordRefusalAsync(who, cancellationToken);
            return false;
        }
        await renewal.RenewAsync(who, hasProved: true, secondFactor: Access.Sessions.SessionMethods.Passkey);
        return true;
    }

    private async Task RecordRefusalAsync(Operator who, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(db, AuditActions.ConfirmIdentity, $"operator:{who.Id}", "refused");
        await db.SaveChangesAsync(cancellationToken);
    }
}
