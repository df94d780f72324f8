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
/// one was reported. Their links can't be used: the stored hashes are random and belong to no token.
/// </summary>
internal sealed class DemoEmails(IDbContextFactory<DashboardDbContext> contexts, EventLog log)
{
    private const string Sender = "Ana Lima";
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan Span = TimeSpan.FromDays(14);

    public async Task SeedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var story = new DemoStory();
        foreach (var one in await DemoCases.RepairedAsync(db, now - Span, cancellationToken))
            AddRepaired(one, story);
        foreach (var (number, one) in (await DemoCases.StillBrokenAsync(db, now, cancellationToken)).Index())
            AddUnfinished(one, number, now, story);
        await log.AppendAsync(
            story.Events,
            async (context, token) =>
            {
                context.AddRange(story.Rows);
                await context.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private static void AddRepaired(DemoCase one, DemoStory story)
    {
        var repaired = one.EndedAt!.Value;
        var sent = one.BrokeAt + (repaired - one.BrokeAt) / 3;
        var link = Send(one, sent, story);
        Open(one, link, repaired.AddMinutes(-4), story);
        link.Start(repaired.AddMinutes(-3));
        story.Add(one, EventTypes.PortalStarted, EventSource.Portal, repaired.AddMinutes(-3), link);
        link.Return(PortalOutcomes.Success, repaired.AddSeconds(-10));
        story.Add(
            one,
            EventTypes.PortalReturned,
            EventSource.Portal,
            repaired.AddSeconds(-10),
            link,
            PortalOutcomes.Success
        );
    }

    private static void AddUnfinished(DemoCase one, int number, DateTimeOffset now, DemoStory story)
    {
        var sent = now - TimeSpan.FromTicks(Math.Min((now - one.BrokeAt).Ticks / 2, Span.Ticks / 4));
        var link = Send(one, sent, story);
        var email = story.Rows.OfType<Email>().Last();
        switch (number % 6)
        {
            case 0:
                Open(one, link, sent.AddHours(1), story);
                break;
            case 1:
                link.Scan(sent.AddSeconds(30));
                story.Add(one, EventTypes.LinkScanned, EventSource.Portal, sent.AddSeconds(30), link);
                break;
            case 2 when number == 2:
                email.Bounce(isHard: true, "550 5.1.1 no such mailbox", sent.AddMinutes(1));
                story.Suppress(email, SuppressionReason.HardBounce, sent.AddMinutes(1));
                story.Add(one, EventTypes.EmailBounced, EventSource.EmailProvider, sent.AddMinutes(1), link);
                break;
            case 3 when number == 3:
                email.Complain(sent.AddHours(2));
                story.Suppress(email, SuppressionReason.Complaint, sent.AddHours(2));
                story.Add(one, EventTypes.EmailComplained, EventSource.EmailProvider, sent.AddHours(2), link);
                break;
        }
    }

    private static ReconnectLink Send(DemoCase one, DateTimeOffset at, DemoStory story)
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
        email.MarkSent(at.AddSeconds(2), asFile: true);
        story.Rows.AddRange([
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
        story.Add(one, EventTypes.EmailSent, EventSource.Operator, at.AddSeconds(2), link, actor: Sender);
        return link;
    }

    private static void Open(DemoCase one, ReconnectLink link, DateTimeOffset at, DemoStory story)
    {
        link.Open(at);
        story.Add(one, EventTypes.LinkOpened, EventSource.Portal, at, link);
    }

    private static string Unguessable() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
