using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Users.List;

/// <summary>How a user was last reached: by a reconnect link, in an e-mail or not, or a portal link.</summary>
public sealed record UserContact(string Words, DateTimeOffset At);

/// <summary>Adds to rows what the list shows beside the user: connections, brokerages, the last contact.</summary>
internal static class UserRelations
{
    public static async Task<IReadOnlyList<UserRow>> AddAsync(
        DashboardDbContext db,
        IReadOnlyList<UserRow> rows,
        CancellationToken cancellationToken
    )
    {
        if (rows.Count == 0)
            return rows;
        List<string> ids = [.. rows.Select(r => r.Id)];
        var connections = (await Connections(db, ids).ToListAsync(cancellationToken)).ToLookup(
            c => c.UserId,
            StringComparer.Ordinal
        );
        var names = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var contacts = (await Contacts(db, ids).ToListAsync(cancellationToken))
            .Concat(await PortalLinks(db, ids).ToListAsync(cancellationToken))
            .ToLookup(c => c.UserId, StringComparer.Ordinal);
        return
        [
            .. rows.Select(row =>
                row with
                {
                    Connections = connections[row.Id].Sum(c => c.Count),
                    Broken = connections[row.Id].Where(c => c.Health == Health.Disabled).Sum(c => c.Count),
                    Brokerages = Names(connections[row.Id], names),
                    LastContact = contacts[row.Id].MaxBy(c => c.At) is { } last
                        ? new UserContact(WordsOf(last.Origin), last.At)
                        : null,
                }
            ),
        ];
    }

    /// <summary>The connections of these users that are not deleted, counted.</summary>
    public static IQueryable<ConnectionsOfUser> Connections(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds
    ) =>
        db
            .Connections.Where(c => userIds.Contains(c.UserId) && c.Health != Health.Deleted)
            .GroupBy(c => new
            {
                c.UserId,
                c.Health,
                c.BrokerageId,
            })
            .Select(g => new ConnectionsOfUser(g.Key.UserId, g.Key.Health, g.Key.BrokerageId, g.Count()));

    /// <summary>The latest reconnect link of each origin that these users got.</summary>
    public static IQueryable<ContactOfUser> Contacts(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds
    ) =>
        from connection in db.Connections
        where userIds.Contains(connection.UserId)
        join link in db.ReconnectLinks.HandedOut() on connection.Id equals link.ConnectionId
        group link by new { connection.UserId, link.Origin } into all
        select new ContactOfUser(all.Key.UserId, all.Key.Origin, all.Max(l => l.CreatedAt));

    /// <summary>The latest portal link that was made for each of these users.</summary>
    public static IQueryable<ContactOfUser> PortalLinks(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds
    ) =>
        db
            .Events.Where(e => e.UserId != null && userIds.Contains(e.UserId))
            // An expression, for which there is no index: otherwise SQLite reads all portal links.
            .Where(e => e.Type + "" == EventTypes.PortalLinkCreated)
            .GroupBy(e => e.UserId)
            .Select(g => new ContactOfUser(g.Key!, null, g.Max(e => e.OccurredAt)));

    // Broken ones first, as they are what the reader looks for.
    private static IReadOnlyList<string> Names(
        IEnumerable<ConnectionsOfUser> connections,
        Dictionary<string, Brokerage> brokerages
    ) =>
        [
            .. connections
                .Where(c => c.BrokerageId is not null)
                .OrderByDescending(c => c.Health == Health.Disabled)
                .Select(c => brokerages.GetValueOrDefault(c.BrokerageId!)?.Name ?? c.BrokerageId!)
                .Distinct(StringComparer.Ordinal),
        ];

    private static string WordsOf(LinkOrigin? origin) =>
        origin switch
        {
            null => "portal link",
            LinkOrigin.Email => "e-mailed",
            LinkOrigin.Api => "link created by API",
            _ => "link copied",
        };
}

/// <summary>How many connections of a health a user has at a brokerage.</summary>
internal sealed record ConnectionsOfUser(string UserId, Health Health, string? BrokerageId, int Count);

/// <param name="Origin">Null: a portal link.</param>
internal sealed record ContactOfUser(string UserId, LinkOrigin? Origin, DateTimeOffset At);
