using Dashboard.Access;
using Dashboard.Access.SecondFactor;

namespace Dashboard.Features.Account.Own;

/// <summary>
/// Who may add a way in: whoever has proved a moment ago who they are. With a password alone, and a second factor
/// on record that was not shown, nobody may: that would be a way around it.
/// </summary>
internal sealed class EnrolmentLeave(CurrentOperator current, SecondFactors factors, ProofOfSelf proof)
{
    public async Task<bool> IsGivenAsync(CancellationToken cancellationToken) =>
        proof.IsFresh && !await MustSignInAgainAsync(cancellationToken);

    public async Task<bool> MustSignInAgainAsync(CancellationToken cancellationToken) =>
        current.Actor is { LacksSecondFactor: true } actor
        && (await factors.StateAsync(actor.Id, cancellationToken)).HasAny;
}
