using Dashboard.Access;
using Dashboard.Access.SecondFactor;

namespace Dashboard.Features.Account.Own;

/// <summary>
/// Whether the operator may add a sign-in method: only shortly after proving their identity. A session that has shown a
/// password alone may not while a second factor exists, because that would bypass the second factor.
/// </summary>
internal sealed class EnrolmentPermission(CurrentOperator current, SecondFactors factors, ProofOfSelf proof)
{
    public async Task<bool> IsGivenAsync(CancellationToken cancellationToken) =>
        proof.IsFresh && !await MustSignInAgainAsync(cancellationToken);

    public async Task<bool> MustSignInAgainAsync(CancellationToken cancellationToken) =>
        current.Actor is { LacksSecondFactor: true } actor
        && (await factors.StateAsync(actor.Id, cancellationToken)).HasAny;
}
