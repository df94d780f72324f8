using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Why an e-mail stays as it is.</summary>
public enum EmailRefusal
{
    /// <summary>It is not waiting any more.</summary>
    TooLate,

    /// <summary>Another message to the user waits or is being sent.</summary>
    AlreadyWaiting,

    /// <summary>It is not one that can be sent again.</summary>
    NotOver,

    /// <summary>The user is not known any more.</summary>
    NoUser,

    /// <summary>A rule holds it back: <see cref="EmailChange.Obstacle"/>.</summary>
    Held,
}

/// <summary>What came of asking for a change.</summary>
/// <param name="Refusal">Null when it was made.</param>
/// <param name="NewEmailId">The message that was queued, if one was.</param>
public sealed record EmailChange(
    EmailRefusal? Refusal,
    EmailObstacle? Obstacle = null,
    string? NewEmailId = null
);

/// <summary>What people do to e-mails of the outbox.</summary>
internal sealed class EmailChanges(
    IDbContextFactory<DashboardDbContext> contexts,
    Addressees addressees,
    CurrentOperator current,
    AuditWriter audit,
    EmailSignal signal,
    TimeProvider time
)
{
    private const string UnsureReason = "Sent again: it is unsure whether the message before went out";

    /// <summary>States after which a message may be sent again.</summary>
    public static bool CanSendAgain(EmailState state) =>
        state is EmailState.Failed or EmailState.Unsure or EmailState.Skipped;

    /// <summary>Takes an e-mail back that waits; one that a dispatcher has in hand goes its way.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<EmailChange> CancelAsync(string id, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.SendEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = time.GetUtcNow();
        // In one step: the dispatcher may claim it at this very moment.
        var cancelled = await db
            .Emails.Where(e => e.Id == id && e.State == EmailState.Queued)
            .ExecuteUpdateAsync(
                s => s.SetProperty(e => e.State, EmailState.Cancelled).SetProperty(e => e.FinishedAt, now),
                cancellationToken
            );
        EmailRefusal? refusal = cancelled == 1 ? null : EmailRefusal.TooLate;
        return await EndAsync(db, transaction, AuditActions.CancelEmail, id, new(refusal), cancellationToken);
    }

    /// <summary>
    /// Queues a new message in the place of one that failed, was skipped, or may not have gone out. It follows the
    /// same rules as any; only that the one before counts as sent does not hold one back that is unsure.
    /// </summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<EmailChange> SendAgainAsync(string id, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var email = await db.Emails.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        var change =
            email is not null && CanSendAgain(email.State)
                ? await QueueAsync(db, email, actor.Name, cancellationToken)
                : new EmailChange(EmailRefusal.NotOver);
        try
        {
            return await EndAsync(db, transaction, AuditActions.ResendEmail, id, change, cancellationToken);
        }
        catch (DbUpdateException exception) when (db.IsUniqueViolation(exception))
        {
            // Somebody else queued one for the user since they were looked at.
            return new EmailChange(EmailRefusal.AlreadyWaiting);
        }
    }

    private async Task<EmailChange> QueueAsync(
        DashboardDbContext db,
        Email email,
        string by,
        CancellationToken cancellationToken
    )
    {
        var found = await addressees.LoadAsync(db, [email.UserId], cancellationToken);
        if (!found.TryGetValue(email.UserId, out var addressee))
            return new EmailChange(EmailRefusal.NoUser);
        if (addressee.HasOpenMail)
            return new EmailChange(EmailRefusal.AlreadyWaiting);
        var reason = email.State == EmailState.Unsure ? UnsureReason : email.OverrideReason;
        var policy =
            await db.EmailPolicies.AsNoTracking().SingleOrDefaultAsync(cancellationToken)
            ?? new EmailPolicy();
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

    private async Task<EmailChange> EndAsync(
        DashboardDbContext db,
        Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction,
        string action,
        string id,
        EmailChange change,
        CancellationToken cancellationToken
    )
    {
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
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        if (change.NewEmailId is not null)
            signal.Wake();
        return change;
    }
}
