using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>Reads the listed connections of e-mails and their outcomes, with a fixed number of queries per page.</summary>
internal static class OutboxItems
{
    /// <summary>By e-mail id, in the order of the message.</summary>
    public static async Task<ILookup<string, OutboxItem>> LoadAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> emailIds,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var items = await db
            .EmailItems.AsNoTracking()
            .Where(i => emailIds.Contains(i.EmailId))
            .OrderBy(i => i.Position)
            .ToListAsync(cancellationToken);
        var ids = items.Select(i => i.ConnectionId).Distinct(StringComparer.Ordinal).ToList();
        var facts = await LoadAsync(db, ids, items, cancellationToken);
        return items.ToLookup(i => i.EmailId, i => facts.Of(i, now), StringComparer.Ordinal);
    }

    private static async Task<Facts> LoadAsync(
        DashboardDbContext db,
        List<string> connectionIds,
        List<EmailItem> items,
        CancellationToken cancellationToken
    )
    {
        if (items.Count == 0)
            return new Facts([], [], []);
        var linkIds = items.ConvertAll(i => i.LinkId);
        var own = await db
            .ReconnectLinks.AsNoTracking()
            .Where(l => linkIds.Contains(l.Id))
            .ToListAsync(cancellationToken);
        // Earlier starts and repairs do not concern these links.
        var from = own.Count == 0 ? DateTimeOffset.MinValue : own.Min(l => l.CreatedAt);
        var until = from - ReconnectLink.ClockSkew;
        var started = await db
            .ReconnectLinks.AsNoTracking()
            .Where(l => connectionIds.Contains(l.ConnectionId) && l.StartedAt >= from)
            .ToListAsync(cancellationToken);
        var episodes = await db
            .Episodes.AsNoTracking()
            .Where(e => connectionIds.Contains(e.ConnectionId) && (e.EndedAt == null || e.EndedAt > until))
            .ToListAsync(cancellationToken);
        var connections = await db
            .Connections.AsNoTracking()
            .Where(c => connectionIds.Contains(c.Id))
            .ToListAsync(cancellationToken);
        return new Facts([.. own.UnionBy(started, l => l.Id)], episodes, connections);
    }

    private sealed class Facts(
        IReadOnlyList<ReconnectLink> links,
        IReadOnlyList<Episode> episodes,
        IReadOnlyList<Connection> connections
    )
    {
        private readonly Dictionary<string, ReconnectLink> _byId = links.ToDictionary(
            l => l.Id,
            StringComparer.Ordinal
        );
        private readonly ILookup<string, ReconnectLink> _linksOf = links.ToLookup(l => l.ConnectionId);
        private readonly ILookup<string, Episode> _episodesOf = episodes.ToLookup(e => e.ConnectionId);
        private readonly Dictionary<string, Connection> _connectionOf = connections.ToDictionary(
            c => c.Id,
            StringComparer.Ordinal
        );

        public OutboxItem Of(EmailItem item, DateTimeOffset now)
        {
            if (!_byId.TryGetValue(item.LinkId, out var link))
                return new OutboxItem(item, null, null, LinkOutcome.Open);
            var trace = LinkTrace.Of(link, _linksOf[link.ConnectionId]);
            var outcome = LinkOutcome.Of(trace, _episodesOf[link.ConnectionId]);
            return new OutboxItem(item, link, StatusOf(link, now), outcome);
        }

        private LinkStatus? StatusOf(ReconnectLink link, DateTimeOffset now)
        {
            if (!_connectionOf.TryGetValue(link.ConnectionId, out var connection))
                return null;
            var lastEnd = _episodesOf[link.ConnectionId].Max(e => e.EndedAt);
            return link.StatusAt(connection.Health, link.IsRepairedSince(lastEnd, connection.Since), now);
        }
    }
}
