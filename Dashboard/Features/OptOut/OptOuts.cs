using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.OptOut;

/// <summary>The e-mail and the user of an opt-out token.</summary>
/// <param name="Version">The user's version, which every change increases.</param>
internal sealed record OptOutVisit(string EmailId, string UserId, string? Locale, bool IsOut, long Version);

/// <summary>Opts customers out of e-mails and in again by the link of a message.</summary>
internal sealed class OptOuts(IDbContextFactory<DashboardDbContext> contexts, EventLog log, TimeProvider time)
{
    private const string ByCustomer = "customer";

    /// <summary>Returns null for an unknown token.</summary>
    public async Task<OptOutVisit?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (!LinkToken.IsWellFormed(token))
            return null;
        var hash = LinkToken.HashOf(token);
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
    /// Opts the user out. The dispatcher skips e-mails that are queued. Repeats have no effect.
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

    /// <summary>Opts the user in again.</summary>
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
            // Two concurrent requests count once.
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
