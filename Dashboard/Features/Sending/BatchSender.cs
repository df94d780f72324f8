using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Sending;

/// <summary>Puts the e-mails of a plan into the outbox, all of them or none.</summary>
internal sealed class BatchSender(
    CurrentOperator current,
    AuditWriter audit,
    IDbContextFactory<DashboardDbContext> contexts,
    EmailSignal signal,
    TimeProvider time
)
{
    private const int Tries = 5;

    /// <param name="plan">Who gets one; at most <see cref="SendPlan.MostUsers"/>.</param>
    /// <param name="overridden">The obstacles that do not count.</param>
    /// <param name="reason">Why; needed when something is overridden.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    /// <exception cref="AccessDeniedException"/>
    /// <exception cref="ArgumentException">Something is overridden without a reason, or the plan is too large.</exception>
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
            throw new ArgumentException("What is overridden needs a reason.", nameof(reason));
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var batch = await WriteAsync(
                    db,
                    new Order(plan, overridden, reason, actor),
                    cancellationToken
                );
                await transaction.CommitAsync(CancellationToken.None);
                signal.Wake();
                return batch;
            }
            catch (Exception exception)
                when (attempt < Tries && (db.IsUniqueViolation(exception) || db.IsTransient(exception)))
            {
                // Somebody wrote to one of the users at the same moment: they are left out now.
            }
        }
    }

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
                leftOut[LeftOut.OnItsWay] = leftOut.GetValueOrDefault(LeftOut.OnItsWay) + open.Count;
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

    // Only those who need it get the override: for the others the message still leaves out what is held.
    private static IEnumerable<(string[] UserIds, string? Reason)> Parts(Order order) =>
        order
            .Plan.Ready.Chunk(Addressees.MostAtOnce)
            .Select(part => (part, (string?)null))
            .Concat(
                order
                    .Plan.OverriddenUsers(order.Overridden)
                    .Chunk(Addressees.MostAtOnce)
                    .Select(part => (part, order.Reason))
            );

    // A minute may have passed since the plan was made.
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
