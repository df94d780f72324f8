using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Sending;

/// <summary>Queues the e-mails of a plan, all of them or none.</summary>
internal sealed class BatchSender(
    CurrentOperator current,
    AuditWriter audit,
    IDbContextFactory<DashboardDbContext> contexts,
    EmailSignal signal,
    TimeProvider time
)
{
    /// <param name="plan">At most <see cref="SendPlan.MaxUsers"/> users.</param>
    /// <param name="overridden">The obstacles to override.</param>
    /// <param name="reason">Required when obstacles are overridden.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    /// <exception cref="AccessDeniedException"/>
    /// <exception cref="ArgumentException">Obstacles are overridden without a reason, or the plan is too large.</exception>
    public async Task<EmailBatch> SendAsync(
        SendPlan plan,
        IReadOnlySet<EmailObstacle> overridden,
        string? reason,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        if (plan.IsTooLarge)
            throw new ArgumentException("The audience is too large for one batch.", nameof(plan));
        reason = overridden.Count == 0 ? null : OverrideReason.Of(reason);
        if (reason is null && overridden.Count > 0)
            throw new ArgumentException("Overriding obstacles requires a reason.", nameof(reason));
        var order = new Order(plan, overridden, reason, actor);
        var batch = await contexts.InTransactionAsync(
            (db, token) => WriteAsync(db, order, token),
            cancellationToken
        );
        signal.Wake();
        return batch;
    }

    // Runs again when another writer queued an e-mail to one of the users: that user is left out then.
    private async Task<EmailBatch> WriteAsync(
        DashboardDbContext db,
        Order order,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var batchId = Guid.CreateVersion7(now).ToString("N");
        var leftOut = order.Plan.LeftOutCounts(order.Overridden);
        var queued = 0;
        foreach (var (userIds, reason) in Parts(order))
        {
            var open = await OpenAsync(db, userIds, cancellationToken);
            List<Email> emails =
            [
                .. userIds
                    .Where(id => !open.Contains(id))
                    .Select(id => order.Email(id, batchId, reason, now)),
            ];
            await new RowCommands(db).InsertAsync(emails, cancellationToken);
            queued += emails.Count;
            if (open.Count > 0)
                leftOut[LeftOut.HasOpenEmail] = leftOut.GetValueOrDefault(LeftOut.HasOpenEmail) + open.Count;
        }
        var batch = new EmailBatch
        {
            Id = batchId,
            CreatedBy = order.Actor.Name,
            CreatedAt = now,
            Audience = Limits.Cut(order.Plan.Audience.Words, Limits.Text)!,
            OverrideReason = order.Reason,
            Queued = queued,
            LeftOut = LeftOut.Write(leftOut),
        };
        db.EmailBatches.Add(batch);
        Record(db, batch, leftOut, order.Overridden);
        await db.SaveChangesAsync(cancellationToken);
        return batch;
    }

    // Only e-mails to users with an obstacle carry the override; others still leave held connections out.
    private static IEnumerable<(string[] UserIds, string? Reason)> Parts(Order order) =>
        order
            .Plan.Ready.Chunk(Addressees.MaxAtOnce)
            .Select(part => (part, (string?)null))
            .Concat(
                order
                    .Plan.OverriddenUsers(order.Overridden)
                    .Chunk(Addressees.MaxAtOnce)
                    .Select(part => (part, order.Reason))
            );

    // The plan may be minutes old.
    private static Task<HashSet<string>> OpenAsync(
        DashboardDbContext db,
        string[] userIds,
        CancellationToken cancellationToken
    ) =>
        db
            .Emails.AsNoTracking()
            .Where(e => e.State == EmailState.Queued || e.State == EmailState.Sending)
            .Where(e => userIds.Contains(e.UserId))
            .Select(e => e.UserId)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);

    private void Record(
        DashboardDbContext db,
        EmailBatch batch,
        Dictionary<string, int> leftOut,
        IReadOnlySet<EmailObstacle> overridden
    ) =>
        audit.Add(
            db,
            AuditActions.SendEmailBatch,
            $"batch:{batch.Id}",
            after: new
            {
                queued = batch.Queued,
                leftOut,
                overridden = overridden.Count == 0 ? null : overridden.Order().ToArray(),
                overrideReason = batch.OverrideReason,
            }
        );

    private sealed record Order(
        SendPlan Plan,
        IReadOnlySet<EmailObstacle> Overridden,
        string? Reason,
        Actor Actor
    )
    {
        public Email Email(string userId, string batchId, string? reason, DateTimeOffset now) =>
            Domain.Emails.Email.Create(
                userId,
                Actor.Scope is null ? EmailTrigger.Operator : EmailTrigger.Api,
                Actor.Name,
                now,
                batchId: batchId,
                overrideReason: reason
            );
    }
}
