using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.OptOut;

/// <summary>What a token at the foot of an e-mail stands for.</summary>
/// <param name="Version">The user's, which every change of mind raises.</param>
internal sealed record OptOutVisit(string EmailId, string UserId, string? Locale, bool IsOut, long Version);

/// <summary>Takes customers off the e-mails, and on again, by the link that their message carries.</summary>
internal sealed class OptOuts(IDbContextFactory<DashboardDbContext> contexts, EventLog log, TimeProvider time)
{
    private const string ByCustomer = "customer";

    /// <summary>Null when nobody made the token.</summary>
    public async Task<OptOutVisit?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!ReconnectToken.IsWellFormed(token))
            return null;
        var hash = ReconnectToken.HashOf(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from email in db.Emails.AsNoTracking()
            where email.OptOutHash == hash
            join user in db.SnapTradeUsers.AsNoTracking() on email.UserId equals user.Id
            select new OptOutVisit(
                email.Id,
                user.Id,
                user.Locale ?? email.Locale,
                user.OptedOutAt != null,
                user.Version
            )
        ).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// No more e-mails to the user. Those that are queued stay so until the dispatcher, who looks at this, skips
    /// them. Saying it again changes nothing.
    /// </summary>
    public async Task OptOutAsync(OptOutVisit visit, CancellationToken cancellationToken)
    {
        if (visit.IsOut)
            return;
        var now = time.GetUtcNow();
        await log.AppendAsync(
            await EventsAsync(visit, now, cancellationToken),
            async (db, token) =>
            {
                var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == visit.UserId, token);
                user.OptOut(ByCustomer, now);
                user.NextVersion();
                (await db.Emails.SingleAsync(e => e.Id == visit.EmailId, token)).OptOut(now);
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    /// <summary>The user may be written to again.</summary>
    public async Task OptInAsync(OptOutVisit visit, CancellationToken cancellationToken)
    {
        if (!visit.IsOut)
            return;
        await log.AppendAsync(
            [],
            async (db, token) =>
            {
                var user = await db.SnapTradeUsers.SingleAsync(u => u.Id == visit.UserId, token);
                user.OptIn();
                user.NextVersion();
                await db.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private async Task<IReadOnlyList<IncomingEvent>> EventsAsync(
        OptOutVisit visit,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await db
            .EmailItems.AsNoTracking()
            .Where(i => i.EmailId == visit.EmailId)
            .OrderBy(i => i.Position)
            .ToListAsync(cancellationToken);
        return items.ConvertAll(item => new IncomingEvent
        {
            // Two presses at once are one change of mind.
            Key = $"opted-out:{visit.EmailId}:{item.ConnectionId}:{visit.Version}",
            Type = EventTypes.EmailOptedOut,
            Source = EventSource.Portal,
            UserId = visit.UserId,
            ConnectionId = item.ConnectionId,
            OccurredAt = now,
            ReceivedAt = now,
            LinkId = item.LinkId,
        });
    }
}
