using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Data.Work;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Delivery;

/// <summary>
/// Writes down how an attempt ended. Each method changes only an e-mail that this node still has in hand, so
/// that nobody's later decision is undone.
/// </summary>
internal sealed class EmailOutcomes(
    IDbContextFactory<DashboardDbContext> contexts,
    EventLog log,
    WorkLeases leases,
    TimeProvider time
)
{
    /// <summary>Who revokes the links of messages that nobody got.</summary>
    public const string Revoker = "Delivery";

    /// <summary>The mail server took it: also true of one that was given up as unsure meanwhile.</summary>
    public Task SentAsync(PreparedEmail prepared)
    {
        var now = time.GetUtcNow();
        return log.AppendAsync(
            [.. prepared.Links.Select(l => EventOf(prepared.Email, l.ConnectionId, l.LinkId, now))],
            async (db, token) =>
            {
                var email = await db.Emails.SingleAsync(e => e.Id == prepared.Email.Id, token);
                if (email.State is EmailState.Sending or EmailState.Unsure && email.ClaimedBy == leases.Node)
                    email.MarkSent(now);
                await db.SaveChangesAsync(token);
            }
        );
    }

    /// <summary>It may have gone out: its links must work for whoever got it.</summary>
    /// <returns>Where it stands now; null, as from the others, when it was not in hand any more.</returns>
    public Task<EmailState?> UnsureAsync(string emailId, string words) =>
        SettleAsync(emailId, (_, email) => Done(email.BecomeUnsure, words));

    /// <summary>It was refused for good. Its links are kept for the record, and revoked.</summary>
    public Task<EmailState?> FailedAsync(string emailId, string words) =>
        SettleAsync(emailId, (db, email) => FailAsync(db, email, words));

    /// <summary>It was not taken this time: it waits for another, or has been tried for long enough.</summary>
    public Task<EmailState?> PutOffAsync(string emailId, string words) =>
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

    /// <summary>Nothing was handed over, and not for any fault of its own.</summary>
    public Task<EmailState?> PutBackAsync(string emailId) =>
        SettleAsync(
            emailId,
            async (db, email) =>
            {
                await WithdrawAsync(db, email.Id);
                email.PutBack();
            }
        );

    /// <summary>Moves one that could not even be claimed out of the way of the others.</summary>
    public async Task SetAsideAsync(Email email, CancellationToken cancellationToken)
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

    private async Task<EmailState?> SettleAsync(string emailId, Func<DashboardDbContext, Email, Task> settle)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var email = await db.Emails.SingleOrDefaultAsync(e =>
            e.Id == emailId && e.State == EmailState.Sending && e.ClaimedBy == leases.Node
        );
        if (email is null)
            return null;
        await settle(db, email);
        await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return email.State;
    }

    private async Task FailAsync(DashboardDbContext db, Email email, string words)
    {
        var now = time.GetUtcNow();
        await db
            .ReconnectLinks.Where(l => l.EmailId == email.Id)
            .ExecuteUpdateAsync(s =>
                s.SetProperty(l => l.RevokedAt, now).SetProperty(l => l.RevokedBy, Revoker)
            );
        await Done(email.Fail, words);
    }

    // They never reached anybody, and the next attempt makes its own.
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
