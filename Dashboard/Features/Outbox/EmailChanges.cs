using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Why an e-mail is not changed.</summary>
public enum EmailRefusal
{
    /// <summary>It is no longer queued.</summary>
    TooLate,

    /// <summary>The user has another open e-mail.</summary>
    AlreadyWaiting,

    /// <summary>Its state does not allow sending it again.</summary>
    NotOver,

    /// <summary>The user no longer exists.</summary>
    NoUser,

    /// <summary>An obstacle prevents it: <see cref="EmailChange.Obstacle"/>.</summary>
    Held,
}

/// <summary>The result of a requested change.</summary>
/// <param name="Refusal">Null when the change was made.</param>
/// <param name="NewEmailId">The id of the new e-mail, if one was queued.</param>
public sealed record EmailChange(
    EmailRefusal? Refusal,
    EmailObstacle? Obstacle = null,
    string? NewEmailId = null
);

/// <summary>Cancels e-mails and sends them again.</summary>
internal sealed class EmailChanges(
    IDbContextFactory<DashboardDbContext> contexts,
    Addressees addressees,
    PolicyReader policies,
    CurrentOperator current,
    AuditWriter audit,
    EmailSignal signal,
    TimeProvider time
)
{
    private const string UnsureReason = "Sent again: delivery of the previous message is unknown";

    /// <summary>Whether an e-mail in this state may be sent again.</summary>
    public static bool CanSendAgain(EmailState state) =>
        state is EmailState.Failed or EmailState.Unsure or EmailState.Skipped;

    /// <summary>Cancels a queued e-mail. An e-mail that is being sent goes out.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<EmailChange> CancelAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.SendEmails);
        return await ChangeAsync(AuditActions.CancelEmail, id, CancelAsync, cancellationToken);
    }

    /// <summary>
    /// Queues a new e-mail in place of one that failed, was skipped or is unsure. It follows the same rules as any
    /// e-mail, except that an unsure e-mail does not start a cool-down for its own replacement.
    /// </summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<EmailChange> SendAgainAsync(string id, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        var change = await ChangeAsync(
            AuditActions.ResendEmail,
            id,
            (db, emailId, token) => QueueAgainAsync(db, emailId, actor.Name, token),
            cancellationToken
        );
        if (change.NewEmailId is not null)
            signal.Wake();
        return change;
    }

    private Task<EmailChange> ChangeAsync(
        string action,
        string id,
        Func<DashboardDbContext, string, CancellationToken, Task<EmailChange>> change,
        CancellationToken cancellationToken
    ) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var made = await change(db, id, token);
                Record(db, action, id, made);
                await db.SaveChangesAsync(token);
                return made;
            },
            cancellationToken
        );

    private async Task<EmailChange> CancelAsync(
        DashboardDbContext db,
        string id,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        // In one statement: the dispatcher may claim it at the same time.
        var cancelled = await db
            .Emails.Where(e => e.Id == id && e.State == EmailState.Queued)
            .ExecuteUpdateAsync(
                s => s.SetProperty(e => e.State, EmailState.Cancelled).SetProperty(e => e.FinishedAt, now),
                cancellationToken
            );
        return new EmailChange(cancelled == 1 ? null : EmailRefusal.TooLate);
    }

    private async Task<EmailChange> QueueAgainAsync(
        DashboardDbContext db,
        string id,
        string by,
        CancellationToken cancellationToken
    )
    {
        var email = await db.Emails.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (email is null || !CanSendAgain(email.State))
            return new EmailChange(EmailRefusal.NotOver);
        var found = await addressees.LoadAsync(db, [email.UserId], cancellationToken);
        if (!found.TryGetValue(email.UserId, out var addressee))
            return new EmailChange(EmailRefusal.NoUser);
        if (addressee.HasOpenMail)
            return new EmailChange(EmailRefusal.AlreadyWaiting);
        var reason = email.State == EmailState.Unsure ? UnsureReason : email.OverrideReason;
        var policy = await policies.ReadAsync(db, cancellationToken);
        var now = time.GetUtcNow();
        var verdict = addressee.Judge(
            policy.CoolDown,
            now,
            isPolicy: false,
            isOverridden: reason is not null
        );
        if (verdict.Obstacle is { } obstacle)
            return new EmailChange(EmailRefusal.Held, obstacle);
        var again = Email.Create(
            email.UserId,
            EmailTrigger.Operator,
            by,
            now,
            email.ConnectionId,
            overrideReason: reason
        );
        db.Emails.Add(again);
        return new EmailChange(null, NewEmailId: again.Id);
    }

    private void Record(DashboardDbContext db, string action, string id, EmailChange change) =>
        audit.Add(
            db,
            action,
            $"email:{id}",
            change switch
            {
                { Refusal: null } => "done",
                { Obstacle: { } obstacle } => $"{AuditResults.Refused}: {obstacle}",
                _ => $"{AuditResults.Refused}: {change.Refusal}",
            },
            after: change.NewEmailId is { } queued ? new { email = queued } : null
        );
}
