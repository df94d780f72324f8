using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Simulator.Demo;

/// <summary>
/// The e-mails of the last two weeks: most led to a repair, some are still waiting to be opened, one bounced and
/// one was reported. Their links can't be used, because nobody knows a token that fits.
/// </summary>
internal sealed class DemoEmails(IDbContextFactory<DashboardDbContext> contexts, EventLog log)
{
    private const int MaxRepaired = 60;
    private const int MaxOpen = 12;
    private const string Sender = "Ana Lima";
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan Span = TimeSpan.FromDays(14);

    public async Task SeedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var told = new Told();
        foreach (var one in await RepairedAsync(db, now, cancellationToken))
            TellRepaired(one, told);
        foreach (var (number, one) in (await StillBrokenAsync(db, now, cancellationToken)).Index())
            TellUnfinished(one, number, now, told);
        await log.AppendAsync(
            told.Events,
            async (context, token) =>
            {
                context.AddRange(told.Rows);
                await context.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    // Breaks that lasted long enough for somebody to write; one a user, as the product would have it.
    private static async Task<List<Case>> RepairedAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var since = now - Span;
        var found = await (
            from episode in db.Episodes.AsNoTracking()
            where episode.StartedAt >= since && episode.Outcome == EpisodeOutcome.Repaired
            join connection in db.Connections.AsNoTracking() on episode.ConnectionId equals connection.Id
            join user in db.SnapTradeUsers.AsNoTracking() on connection.UserId equals user.Id
            join brokerage in db.Brokerages.AsNoTracking() on connection.BrokerageId equals brokerage.Id
            orderby episode.StartedAt descending
            select new Case(connection, user, brokerage.Name, episode.StartedAt, episode.EndedAt)
        ).ToListAsync(cancellationToken);
        return
        [
            .. found
                .Where(c => c.EndedAt - c.BrokeAt > TimeSpan.FromHours(6))
                .DistinctBy(c => c.User.Id)
                .Take(MaxRepaired),
        ];
    }

    private static async Task<List<Case>> StillBrokenAsync(
        DashboardDbContext db,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var latest = now.AddHours(-12);
        var found = await (
            from connection in db.Connections.AsNoTracking()
            where connection.Health == Health.Disabled && connection.Since < latest
            join user in db.SnapTradeUsers.AsNoTracking() on connection.UserId equals user.Id
            where user.ProtectedSecret != null && user.Email != null
            join brokerage in db.Brokerages.AsNoTracking() on connection.BrokerageId equals brokerage.Id
            where !db.ReconnectLinks.Any(l => l.ConnectionId == connection.Id)
            orderby connection.Since descending
            select new Case(connection, user, brokerage.Name, connection.Since, null)
        )
            .Take(3 * MaxOpen)
            .ToListAsync(cancellationToken);
        return [.. found.DistinctBy(c => c.User.Id).Take(MaxOpen)];
    }

    private static void TellRepaired(Case one, Told told)
    {
        var repaired = one.EndedAt!.Value;
        var sent = one.BrokeAt + (repaired - one.BrokeAt) / 3;
        var link = Send(one, sent, told);
        Open(one, link, repaired.AddMinutes(-4), told);
        link.Start(repaired.AddMinutes(-3));
        told.Add(one, EventTypes.PortalStarted, EventSource.Portal, repaired.AddMinutes(-3), link);
        link.Return(PortalOutcomes.Success, repaired.AddSeconds(-10));
        told.Add(
            one,
            EventTypes.PortalReturned,
            EventSource.Portal,
            repaired.AddSeconds(-10),
            link,
            PortalOutcomes.Success
        );
    }

    private static void TellUnfinished(Case one, int number, DateTimeOffset now, Told told)
    {
        var sent = now - TimeSpan.FromTicks(Math.Min((now - one.BrokeAt).Ticks / 2, Span.Ticks / 4));
        var link = Send(one, sent, told);
        var email = told.Rows.OfType<Email>().Last();
        switch (number % 6)
        {
            case 0:
                Open(one, link, sent.AddHours(1), told);
                break;
            case 1:
                link.Scan(sent.AddSeconds(30));
                told.Add(one, EventTypes.LinkScanned, EventSource.Portal, sent.AddSeconds(30), link);
                break;
            case 2 when number == 2:
                email.Bounce(isHard: true, "550 5.1.1 no such mailbox", sent.AddMinutes(1));
                told.Suppress(email, SuppressionReason.HardBounce, sent.AddMinutes(1));
                told.Add(one, EventTypes.EmailBounced, EventSource.EmailProvider, sent.AddMinutes(1), link);
                break;
            case 3 when number == 3:
                email.Complain(sent.AddHours(2));
                told.Suppress(email, SuppressionReason.Complaint, sent.AddHours(2));
                told.Add(one, EventTypes.EmailComplained, EventSource.EmailProvider, sent.AddHours(2), link);
                break;
        }
    }

    private static ReconnectLink Send(Case one, DateTimeOffset at, Told told)
    {
        var email = Email.Create(one.User.Id, EmailTrigger.Operator, Sender, at, one.Connection.Id);
        var link = ReconnectLink.Create(
            Unguessable(),
            one.Connection,
            LinkOrigin.Email,
            Sender,
            at,
            LinkLifetime,
            email.Id
        );
        email.Prepare(one.User.Email!, one.User.Locale, wordingId: null, Unguessable());
        email.MarkSent(at.AddSeconds(2));
        told.Rows.AddRange([
            email,
            link,
            new EmailItem
            {
                EmailId = email.Id,
                ConnectionId = one.Connection.Id,
                LinkId = link.Id,
                BrokerageName = one.Brokerage,
                BrokenSince = one.BrokeAt,
                Position = 0,
            },
        ]);
        told.Add(one, EventTypes.EmailSent, EventSource.Operator, at.AddSeconds(2), link, actor: Sender);
        return link;
    }

    private static void Open(Case one, ReconnectLink link, DateTimeOffset at, Told told)
    {
        link.Open(at);
        told.Add(one, EventTypes.LinkOpened, EventSource.Portal, at, link);
    }

    private static string Unguessable() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private sealed record Case(
        Connection Connection,
        SnapTradeUser User,
        string Brokerage,
        DateTimeOffset BrokeAt,
        DateTimeOffset? EndedAt
    );

    /// <summary>Rows and events as they pile up.</summary>
    private sealed class Told
    {
        public List<object> Rows { get; } = [];
        public List<IncomingEvent> Events { get; } = [];

        public void Suppress(Email email, SuppressionReason reason, DateTimeOffset at)
        {
            var suppression = new Suppression { Address = EmailAddress.Normalize(email.Address!) };
            suppression.Begin(reason, email.BounceReason, email.Id, at);
            Rows.Add(suppression);
        }

        public void Add(
            Case one,
            string type,
            EventSource source,
            DateTimeOffset at,
            ReconnectLink link,
            string? result = null,
            string? actor = null
        ) =>
            Events.Add(
                new IncomingEvent
                {
                    Type = type,
                    Source = source,
                    UserId = one.User.Id,
                    ConnectionId = one.Connection.Id,
                    OccurredAt = at,
                    ReceivedAt = at,
                    AttemptResult = result,
                    Actor = actor,
                    LinkId = link.Id,
                }
            );
    }
}
