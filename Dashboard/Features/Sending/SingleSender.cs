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
/// Queues single e-mails. Every method needs <see cref="Permission.SendEmails"/> and records the request on the audit
/// trail, also when it is refused.
/// </summary>
/// <exception cref="AccessDeniedException">From every method, when the caller lacks the permission.</exception>
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
    /// <summary>Queues an e-mail to a connection's user about all of their broken connections.</summary>
    /// <param name="connectionId">The message must list this connection.</param>
    /// <param name="overrideReason">Why obstacles are overridden; null to respect them.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    public Task<SendResult> SendForConnectionAsync(
        string connectionId,
        string? overrideReason,
        CancellationToken cancellationToken
    ) => SendAsync(new SendRequest(null, connectionId, overrideReason), cancellationToken);

    /// <summary>Queues an e-mail to a user about all of their broken connections.</summary>
    /// <param name="userId">The SnapTrade user.</param>
    /// <param name="overrideReason">Why obstacles are overridden; null to respect them.</param>
    /// <param name="cancellationToken">Cancels before the commit; never undoes one.</param>
    public Task<SendResult> SendForUserAsync(
        string userId,
        string? overrideReason,
        CancellationToken cancellationToken
    ) => SendAsync(new SendRequest(userId, null, overrideReason), cancellationToken);

    private async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.SendEmails);
        request = request with { OverrideReason = OverrideReason.Of(request.OverrideReason) };
        var result = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                var decided = await DecideAsync(db, request, actor, token);
                Record(db, request, decided);
                await db.SaveChangesAsync(token);
                return decided;
            },
            cancellationToken
        );
        signal.Wake();
        return result;
    }

    private async Task<SendResult> DecideAsync(
        DashboardDbContext db,
        SendRequest request,
        Actor actor,
        CancellationToken cancellationToken
    )
    {
        var userId = request.UserId;
        if (request.ConnectionId is { } connectionId)
        {
            var connection = await db
                .Connections.AsNoTracking()
                .SingleOrDefaultAsync(c => c.Id == connectionId, cancellationToken);
            if (RefusalFor(connection, connectionId) is { } refusal)
                return new SendResult(null, refusal);
            userId = connection!.UserId;
        }
        if (await OpenEmailAsync(db, userId!, cancellationToken) is { } open)
            return new SendResult(open, null, WasOnItsWay: true);
        if (await ObstacleAsync(db, userId!, request, cancellationToken) is { } obstacle)
            return new SendResult(null, SendRefusal.Of(obstacle, userId!));
        var email = Email.Create(
            userId!,
            actor.Scope is null ? EmailTrigger.Operator : EmailTrigger.Api,
            actor.Name,
            time.GetUtcNow(),
            request.ConnectionId,
            overrideReason: request.OverrideReason
        );
        db.Emails.Add(email);
        return new SendResult(email, null);
    }

    private static SendRefusal? RefusalFor(Connection? connection, string connectionId) =>
        connection?.Health switch
        {
            null => SendRefusal.NotFound(connectionId),
            Health.Deleted => SendRefusal.Deleted,
            Health.Healthy => SendRefusal.AlreadyHealthy,
            Health.Unknown => SendRefusal.HealthUnknown,
            _ => null,
        };

    /// <summary>
    /// The user's open e-mail, made urgent and due now, since an operator waits for it. After a failed attempt it stays
    /// postponed, as the mail server demanded.
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

    private async Task<EmailObstacle?> ObstacleAsync(
        DashboardDbContext db,
        string userId,
        SendRequest request,
        CancellationToken cancellationToken
    )
    {
        var policy = await policies.ReadAsync(db, cancellationToken);
        var known = await addressees.LoadAsync(db, [userId], cancellationToken);
        return known.TryGetValue(userId, out var addressee)
            ? addressee.ObstacleFor(
                request.ConnectionId,
                policy.CoolDown,
                time.GetUtcNow(),
                request.OverrideReason is not null
            )
            : EmailObstacle.NoAddress;
    }

    private void Record(DashboardDbContext db, SendRequest request, SendResult result) =>
        audit.Add(
            db,
            AuditActions.SendReconnectEmail,
            request.ConnectionId is { } id ? $"connection:{id}" : $"user:{request.UserId}",
            result switch
            {
                { Refusal: { } refusal } => $"refused: {refusal.Reason}",
                { WasOnItsWay: true } => "done: on its way already",
                _ => "done",
            },
            after: result.Email is null
                ? null
                : new { email = result.Email.Id, overrideReason = request.OverrideReason }
        );

    private sealed record SendRequest(string? UserId, string? ConnectionId, string? OverrideReason);
}
