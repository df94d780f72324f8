using Dashboard.Access;
using Dashboard.Access.Passkeys;
using Dashboard.Access.SecondFactor;
using Dashboard.Access.SignIn;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Account.Own;

internal enum ProofOutcome
{
    Accepted,
    Refused,

    /// <summary>Too many tries from this address within a minute.</summary>
    Throttled,
}

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
    public async Task<ProofOutcome> CheckAsync(
        Operator who,
        string? answer,
        CancellationToken cancellationToken
    )
    {
        if (answer is not { Length: > 0 and <= AccessOptions.MaxPasswordLength })
            return ProofOutcome.Refused;
        if (!throttle.Admit(current.AddressKey))
            return ProofOutcome.Throttled;
        var isRight =
            await attempts.TakeAsync(who.Id, cancellationToken)
            && (
                passwords.IsRight(who, answer)
                || await factors.TakeCodeAsync(who.Id, answer, cancellationToken)
            );
        if (!isRight)
        {
            await RecordRefusalAsync(who, cancellationToken);
            return ProofOutcome.Refused;
        }
        await attempts.GiveBackAsync(who.Id, cancellationToken);
        await renewal.RenewAsync(who, hasProved: true);
        return ProofOutcome.Accepted;
    }

    public async Task<ProofOutcome> CheckPasskeyAsync(
        Operator who,
        string credential,
        CancellationToken cancellationToken
    )
    {
        if (!throttle.Admit(current.AddressKey))
            return ProofOutcome.Throttled;
        if ((await passkeys.CheckUseAsync(credential, cancellationToken))?.Id != who.Id)
        {
            await RecordRefusalAsync(who, cancellationToken);
            return ProofOutcome.Refused;
        }
        await renewal.RenewAsync(who, hasProved: true, secondFactor: Access.Sessions.SessionMethods.Passkey);
        return ProofOutcome.Accepted;
    }

    private async Task RecordRefusalAsync(Operator who, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        audit.Add(db, AuditActions.ConfirmIdentity, $"operator:{who.Id}", "refused");
        await db.SaveChangesAsync(cancellationToken);
    }
}
