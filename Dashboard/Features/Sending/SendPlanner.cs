using Dashboard.Access;
using Dashboard.Components;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Sending;

/// <summary>Determines which users of an audience would get an e-mail now. Writes nothing.</summary>
internal sealed class SendPlanner(
    Addressees addressees,
    PolicyReader policies,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>Evaluates each user once, page by page.</summary>
    /// <param name="audience">The users. Evaluation stops at <see cref="SendPlan.MaxUsers"/>.</param>
    /// <param name="onProgress">Receives the number of users evaluated, after each page.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
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
        var pages = audience
            .UserIds(cancellationToken)
            .Distinct(StringComparer.Ordinal)
            .Chunk(Addressees.MaxAtOnce);
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            if (plan.Total + page.Length > SendPlan.MaxUsers)
            {
                plan.MarkTooLarge();
                return plan;
            }
            var known = await addressees.LoadAsync(page, cancellationToken);
            foreach (var userId in page)
                Sort(plan, userId, known.GetValueOrDefault(userId), coolDown);
            onProgress(plan.Total);
        }
        return plan;
    }

    private void Sort(SendPlan plan, string userId, Addressee? addressee, TimeSpan coolDown)
    {
        var obstacle = addressee is null
            ? EmailObstacle.NoAddress
            : addressee.ObstacleFor(
                plan.Audience.ConnectionId,
                coolDown,
                time.GetUtcNow(),
                isOverridden: false
            );
        // An open e-mail outranks obstacles that could be overridden: another e-mail would be one too many.
        var hasOpenEmail = addressee?.HasOpenMail == true && obstacle?.CanBeOverridden() != false;
        if (obstacle is null && !hasOpenEmail)
            plan.AddReady(userId);
        else
            plan.AddLeftOut(userId, addressee?.Name ?? userId, hasOpenEmail ? null : obstacle);
    }
}
