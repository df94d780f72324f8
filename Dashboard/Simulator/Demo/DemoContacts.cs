using System.Security.Cryptography;
using Dashboard.Data;
using Dashboard.Data.Events;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Dashboard.Simulator.State;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Simulator.Demo;

/// <summary>
/// What support has done about today's broken connections: links copied, some opened, some tried. The links
/// can't be used: the stored hashes are random and belong to no token.
/// </summary>
internal sealed class DemoContacts(
    SimulatorWorld world,
    IDbContextFactory<DashboardDbContext> contexts,
    EventLog log
)
{
    private static readonly TimeSpan LinkLifetime = TimeSpan.FromDays(7);
    private static readonly string[] Agents = ["Mia Santos", "Ana Lima"];

    // How far each customer got, in turn; null: no link was sent.
    private static readonly string?[] Stories =
    [
        null,
        "",
        "opened",
        null,
        "1023",
        "started",
        null,
        "1066",
        "opened",
        "ABANDONED",
    ];

    public async Task SeedAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var broken = world
            .Authorizations.Where(a => a.IsDisabled)
            .OrderBy(a => a.DisabledAt)
            .ThenBy(a => a.Id, StringComparer.Ordinal);
        var links = new List<ReconnectLink>();
        var events = new List<IncomingEvent>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var (number, authorization) in broken.Index())
        {
            if (Stories[number % Stories.Length] is not { } story)
                continue;
            var connection = await db
                .Connections.AsNoTracking()
                .SingleAsync(c => c.Id == authorization.Id, cancellationToken);
            if (now - connection.Since > TimeSpan.FromHours(1))
                Tell(connection, story, number, now, links, events);
        }
        await log.AppendAsync(
            events,
            async (context, token) =>
            {
                context.AddRange(links);
                await context.SaveChangesAsync(token);
            },
            cancellationToken
        );
    }

    private static void Tell(
        Connection connection,
        string story,
        int number,
        DateTimeOffset now,
        List<ReconnectLink> links,
        List<IncomingEvent> events
    )
    {
        var agent = Agents[number % Agents.Length];
        // Somewhere in the time since the break, and never before the last week.
        var age = TimeSpan.FromTicks(
            Math.Min((now - connection.Since).Ticks / 2, TimeSpan.FromHours(14 + (number * 37 % 110)).Ticks)
        );
        var made = now - age;
        var link = ReconnectLink.Create(
            Unguessable(),
            connection,
            LinkOrigin.Copy,
            agent,
            made,
            LinkLifetime
        );
        links.Add(link);
        events.Add(Event(connection, link, EventTypes.LinkCreated, EventSource.Operator, made, actor: agent));
        if (story.Length == 0)
            return;
        var opened = made + age / 4;
        link.Open(opened);
        events.Add(Event(connection, link, EventTypes.LinkOpened, EventSource.Portal, opened));
        if (story == "opened")
            return;
        link.Start(opened.AddSeconds(20));
        events.Add(
            Event(connection, link, EventTypes.PortalStarted, EventSource.Portal, opened.AddSeconds(20))
        );
        if (story == "started")
            return;
        link.Return(story, opened.AddSeconds(95));
        events.Add(
            Event(
                connection,
                link,
                EventTypes.PortalReturned,
                EventSource.Portal,
                opened.AddSeconds(95),
                story
            )
        );
    }

    private static string Unguessable() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    private static IncomingEvent Event(
        Connection connection,
        ReconnectLink link,
        string type,
        EventSource source,
        DateTimeOffset at,
        string? result = null,
        string? actor = null
    ) =>
        new()
        {
            Type = type,
            Source = source,
            UserId = connection.UserId,
            ConnectionId = connection.Id,
            OccurredAt = at,
            ReceivedAt = at,
            AttemptResult = result,
            Actor = actor,
            LinkId = link.Id,
        };
}
