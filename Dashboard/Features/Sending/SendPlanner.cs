using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Finds out who of an audience would get an e-mail now. Writes nothing.</summary>
internal sealed class SendPlanner(
    Addressees addressees,
    PolicyReader policies,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>Looks at every user once, in pieces.</summary>
    /// <param name="audience">Whom it is for; of more than <see cref="SendPlan.MostUsers"/> only that is found.</param>
    /// <param name="onProgress">Told after each piece how many users were looked at.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<SendPlan> PlanAsync(
        EmailAudience audience,
        Action<int> onProgress,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.SendEmails);
        var coolDown = (await policies.ReadAsync(cancellationToken)).CoolDown;
        var plan = new SendPlan(audience);
        var pieces = audience
            .UserIds(cancellationToken)
            .Distinct(StringComparer.Ordinal)
            .Chunk(Addressees.MostAtOnce);
        await foreach (var piece in pieces.WithCancellation(cancellationToken))
        {
            if (plan.Total + piece.Length > SendPlan.MostUsers)
            {
                plan.BecomeTooLarge();
                return plan;
            }
            var known = await addressees.LoadAsync(piece, cancellationToken);
            foreach (var userId in piece)
                Sort(plan, userId, known.GetValueOrDefault(userId), coolDown);
            onProgress(plan.Total);
        }
        return plan;
    }

    private void Sort(SendPlan plan, string userId, Addressee? addressee, TimeSpan coolDown)
    {
        var obstacle = addressee is null
            ? EmailObstacle.NoAddress
            : addressee.WhyNot(plan.Audience.ConnectionId, coolDown, time.GetUtcNow(), isOverridden: false);
        // What is on its way counts among the rest that could be overridden: it would be one message too many.
        var isOnItsWay = addressee?.HasOpenMail == true && obstacle?.CanBeOverridden() != false;
        if (obstacle is null && !isOnItsWay)
            plan.AddReady(userId);
        else
            plan.AddLeftOut(userId, addressee?.Name ?? userId, isOnItsWay ? null : obstacle);
    }
}
