using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Audit;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Emails;
using Dashboard.Emails.Delivery;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Sending;

/// <summary>
/// Puts single e-mails into the outbox, with the decision to send them. Every method needs
/// <see cref="Permission.SendEmails"/>, and leaves an entry on the audit trail whatever comes of it.
/// </summary>
/// <exception cref="AccessDeniedException">From every method, when who asks lacks the permission.</exception>
internal sealed class SingleSender(
    Addressees addressees,
    PolicyReader policies,
    CurrentOperator current,
    AuditWriter audit,
    IDbContextFactory<DashboardDbContext> contexts,
    EmailSignal signal,
    TimeProvider time
)
{
    // The other writer has committed, so the second try nearly always finds what stood in its way.
    private const int Tries = 5;

    /// <summary>Writes to a connection's owner, about it and whatever else of theirs is broken.</summary>
    /// <param name="connectionId">Which one; the message lists it in any case.</param>
    /// <param name="overrideReason">Why what can be overridden does not count; null when it does.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    public Task<SendResult> SendForConnectionAsync(
        string connectionId,
        string? overrideReason,
        CancellationToken cancellationToken
    ) => SendAsync(new Wish(null, connectionId, overrideReason), cancellationToken);

    /// <summary>Writes to a user about whatever is broken.</summary>
    /// <param name="userId">The SnapTrade user.</param>
    /// <param name="overrideReason">Why what can be overridden does not count; null when it does.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    public Task<SendResult> SendForUserAsync(
        string userId,
        string? overrideReason,
        CancellationToken cancellationToken
    ) => SendAsync(new Wish(userId, null, overrideReason), cancellationToken);

    private async Task<SendResult> SendAsync(Wish wish, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        wish = wish with { OverrideReason = OverrideReason.Of(wish.OverrideReason) };
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
                var result = await DecideAsync(db, wish, actor, cancellationToken);
                Record(db, wish, result);
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(CancellationToken.None);
                signal.Wake();
                return result;
            }
            catch (Exception exception)
                when (attempt < Tries && (db.IsUniqueViolation(exception) || db.IsTransient(exception)))
            {
                // Somebody else wrote to the same user at the same moment: theirs is found now.
            }
        }
    }

    private async Task<SendResult> DecideAsync(
        DashboardDbContext db,
        Wish wish,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var userId = wish.UserId;
        if (wish.ConnectionId is { } connectionId)
        {
            var connection = await db
                .Connections.AsNoTracking()
                .SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
            if (WhyNot(connection, connectionId) is { } refusal)
                return new SendResult(null, refusal);
            userId = connection!.UserId;
        }
        if (await OpenEmailAsync(db, userId!, cancellationToken) is { } open)
            return new SendResult(open, null, WasOnItsWay: true);
        if (await WhyNotAsync(db, userId!, wish, cancellationToken) is { } obstacle)
            return new SendResult(null, SendRefusal.Of(obstacle, userId!));
        var email = Email.Create(
            userId!,
            actor.Scope is null ? EmailTrigger.Operator : EmailTrigger.Api,
            actor.Name,
            time.GetUtcNow(),
            wish.ConnectionId,
            overrideReason: wish.OverrideReason
        );
        db.Emails.Add(email);
        return new SendResult(email, null);
    }

    private static SendRefusal? WhyNot(Connection? connection, string connectionId) =>
        connection?.Health switch
        {
            null => SendRefusal.NotFound(connectionId),
            Health.Deleted => SendRefusal.Deleted,
            Health.Healthy => SendRefusal.AlreadyHealthy,
            Health.Unknown => SendRefusal.HealthUnknown,
            _ => null,
        };

    /// <summary>
    /// The message that is on its way to the user. Somebody waits for it now: one that waits for its time waits no
    /// longer, except after a failed attempt, when the mail server asked for patience.
    /// </summary>
    private async Task<Email?> OpenEmailAsync(
        DashboardDbContext db,
        string userId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        await db
            .Emails.Where(e => e.UserId == userId && e.State == EmailState.Queued && e.Attempts == 0)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.IsUrgent, true)
                        .SetProperty(e => e.NotBefore, e => e.NotBefore > now ? now : e.NotBefore),
                cancellationToken
            );
        return await db
            .Emails.AsNoTracking()
            .Where(e => e.UserId == userId)
            .FirstOrDefaultAsync(
                e => e.State == EmailState.Queued || e.State == EmailState.Sending,
                cancellationToken
            );
    }

    private async Task<EmailObstacle?> WhyNotAsync(
        DashboardDbContext db,
        string userId,
        Wish wish,
        CancellationToken cancellationToken
    )
    {
        var policy = await policies.ReadAsync(db, cancellationToken);
        var known = await addressees.LoadAsync(db, [userId], cancellationToken);
        return known.TryGetValue(userId, out var addressee)
            ? addressee.WhyNot(
                wish.ConnectionId,
                policy.CoolDown,
                time.GetUtcNow(),
                wish.OverrideReason is not null
            )
            : EmailObstacle.NoAddress;
    }

    private void Record(DashboardDbContext db, Wish wish, SendResult result) =>
        audit.Add(
            db,
            AuditActions.SendReconnectEmail,
            wish.ConnectionId is { } id ? $"connection:{id}" : $"user:{wish.UserId}",
            result switch
            {
                { Refusal: { } refusal } => $"refused: {refusal.Reason}",
                { WasOnItsWay: true } => "done: on its way already",
                _ => "done",
            },
            after: result.Email is null
                ? null
                : new { email = result.Email.Id, overrideReason = wish.OverrideReason }
        );

    private sealed record Wish(string? UserId, string? ConnectionId, string? OverrideReason);
}
