using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Mail;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// Records how an attempt ended. Each method changes an e-mail only while this node has it claimed, so that no later
/// decision is undone.
/// </summary>
internal sealed class EmailOutcomes(
    IDbContextFactory<DashboardDbContext> contexts,
    EventLog log,
    WorkLeases leases,
    IMailSender mail,
    TimeProvider time
)
{
    /// <summary>The mail server accepted it, even if it was marked as unsure meanwhile.</summary>
    public Task SentAsync(PreparedEmail prepared)
    {
        var now = time.GetUtcNow();
        return log.AppendAsync(
            [.. prepared.Links.Select(l => EventOf(prepared.Email, l.ConnectionId, l.LinkId, now))],
            async (db, token) =>
            {
                var email = await db.Emails.SingleAsync(e => e.Id == prepared.Email.Id, token);
                if (email.State is EmailState.Sending or EmailState.Unsure && email.ClaimedBy == leases.Node)
                    email.MarkSent(now, asFile: !mail.ReachesPeople);
                await db.SaveChangesAsync(token);
            }
        );
    }

    /// <summary>It may have gone out, so its links keep working.</summary>
    /// <returns>Its new state; null when this node no longer has it claimed, as for the other methods.</returns>
    public Task<EmailState?> UnsureAsync(string emailId, string words) =>
        SettleAsync(emailId, (_, email) => Done(email.BecomeUnsure, words));

    /// <summary>It was refused permanently. Its links are kept and revoked.</summary>
    public Task<EmailState?> FailedAsync(string emailId, string words) =>
        SettleAsync(emailId, (db, email) => FailAsync(db, email, words));

    /// <summary>It was refused temporarily: it waits for another attempt, or fails after a day of attempts.</summary>
    public Task<EmailState?> PostponeAsync(string emailId, string words) =>
        SettleAsync(
            emailId,
            async (db, email) =>
            {
                if (RetrySchedule.After(email.Attempts, Random.Shared.NextDouble()) is not { } wait)
                {
                    await FailAsync(db, email, words);
                    return;
                }
                await WithdrawAsync(db, email.Id);
                email.Retry(Cut(words), time.GetUtcNow() + wait);
            }
        );

    /// <summary>No message could be delivered: it waits for another attempt however long that lasts.</summary>
    public Task<EmailState?> HoldAsync(string emailId, string words) =>
        SettleAsync(emailId, (db, email) => HoldAsync(db, email, words));

    /// <summary>Queues e-mails again whose refusal turned out to be about the sender.</summary>
    public Task PutBackRefusedAsync(IReadOnlyCollection<string> emailIds, string words) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var refused = await db
                    .Emails.Where(e => emailIds.Contains(e.Id) && e.State == EmailState.Failed)
                    // A user has at most one open e-mail.
                    .Where(e =>
                        !db.Emails.Any(o =>
                            o.UserId == e.UserId
                            && (o.State == EmailState.Queued || o.State == EmailState.Sending)
                        )
                    )
                    .ToListAsync(token);
                foreach (var email in refused.DistinctBy(e => e.UserId, StringComparer.Ordinal))
                    await HoldAsync(db, email, words);
                await db.SaveChangesAsync(token);
            },
            CancellationToken.None
        );

    /// <summary>Nothing was handed to the mail server because the process ends.</summary>
    public Task<EmailState?> PutBackAsync(string emailId) =>
        SettleAsync(
            emailId,
            async (db, email) =>
            {
                await WithdrawAsync(db, email.Id);
                email.PutBack();
            }
        );

    /// <summary>Postpones an e-mail that could not be claimed, so that others are not held up.</summary>
    public async Task PostponeUnclaimedAsync(Email email, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var attempts = email.Attempts + 1;
        var wait = RetrySchedule.After(attempts, Random.Shared.NextDouble());
        var (state, finishedAt) = wait is null
            ? (EmailState.Failed, (DateTimeOffset?)now)
            : (EmailState.Queued, null);
        var notBefore = now + (wait ?? TimeSpan.Zero);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .Emails.Where(e => e.Id == email.Id && e.State == EmailState.Queued)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.State, state)
                        .SetProperty(e => e.FinishedAt, finishedAt)
                        .SetProperty(e => e.Attempts, attempts)
                        .SetProperty(e => e.NotBefore, notBefore)
                        .SetProperty(e => e.LastError, DeliveryWords.NotPrepared),
                cancellationToken
            );
    }

    private Task<EmailState?> SettleAsync(string emailId, Func<DashboardDbContext, Email, Task> settle) =>
        contexts.InTransactionAsync(
            async (db, token) =>
            {
                var email = await db.Emails.SingleOrDefaultAsync(
                    e => e.Id == emailId && e.State == EmailState.Sending && e.ClaimedBy == leases.Node,
                    token
                );
                if (email is not null)
                    await settle(db, email);
                await db.SaveChangesAsync(token);
                return email?.State;
            },
            CancellationToken.None
        );

    private async Task HoldAsync(DashboardDbContext db, Email email, string words)
    {
        await WithdrawAsync(db, email.Id);
        var attempts = Math.Min(email.Attempts, Email.MaxHeldAttempts);
        var wait = RetrySchedule.After(attempts, Random.Shared.NextDouble())!.Value;
        email.Hold(Cut(words), time.GetUtcNow() + wait);
    }

    private async Task FailAsync(DashboardDbContext db, Email email, string words)
    {
        var now = time.GetUtcNow();
        await db
            .ReconnectLinks.Where(l => l.EmailId == email.Id)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(l => l.RevokedAt, now).SetProperty(l => l.RevokedBy, ReconnectLink.Delivery)
            );
        await Done(email.Fail, words);
    }

    // The links reached nobody, and the next attempt makes new ones.
    private static async Task WithdrawAsync(DashboardDbContext db, string emailId)
    {
        await db.EmailItems.Where(i => i.EmailId == emailId).ExecuteDeleteAsync();
        await db.ReconnectLinks.Where(l => l.EmailId == emailId).ExecuteDeleteAsync();
    }

    private Task Done(Action<string, DateTimeOffset> end, string words)
    {
        end(Cut(words), time.GetUtcNow());
        return Task.CompletedTask;
    }

    private static string Cut(string words) => Limits.Cut(words, Limits.Text)!;

    private static IncomingEvent EventOf(
        Email email,
        string connectionId,
        string linkId,
        DateTimeOffset now
    ) =>
        new()
        {
            // A link belongs to one e-mail and one connection, and its id is short.
            Key = $"email-sent:{linkId}",
            Type = EventTypes.EmailSent,
            Source = email.Trigger == EmailTrigger.Policy ? EventSource.Policy : EventSource.Operator,
            UserId = email.UserId,
            ConnectionId = connectionId,
            OccurredAt = now,
            ReceivedAt = now,
            Actor = email.CreatedBy,
            LinkId = linkId,
        };
}
