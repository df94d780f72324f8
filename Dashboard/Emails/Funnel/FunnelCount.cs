using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Emails.Funnel;

/// <summary>
/// Counts the outcomes of links and e-mails. <see cref="LinkOutcome"/>, the rule of the timeline, decides whether a link
/// repaired its connection, so that both agree. One query streams its input; only the figures and the ids of e-mails with
/// an outcome stay in memory.
/// </summary>
internal static class FunnelCount
{
    /// <param name="db">The context of the queries.</param>
    /// <param name="links">The links to count.</param>
    /// <param name="from">No link was made before; earlier episodes are not read.</param>
    /// <param name="sent">The e-mails to count that were sent.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public static async Task<FunnelFigures> OfAsync(
        DashboardDbContext db,
        IQueryable<ReconnectLink> links,
        DateTimeOffset from,
        IQueryable<Email> sent,
        CancellationToken cancellationToken
    )
    {
        var tally = new FunnelTally();
        List<Episode> episodes = [];
        FunnelLink? link = null;
        var rows = Rows(db, links, from).AsAsyncEnumerable().WithCancellation(cancellationToken);
        await foreach (var row in rows)
        {
            if (link is not null && link.Id != row.Id)
            {
                tally.Add(link, episodes);
                episodes.Clear();
            }
            link = row;
            if (row.Episode is { } episode)
                episodes.Add(episode);
        }
        if (link is not null)
            tally.Add(link, episodes);
        return tally.ToFigures(
            await sent.CountAsync(cancellationToken),
            await sent.CountAsync(e => e.BouncedAt != null, cancellationToken)
        );
    }

    /// <summary>Each link with each episode of its connection that it may have been made for, ordered by link.</summary>
    internal static IQueryable<FunnelLink> Rows(
        DashboardDbContext db,
        IQueryable<ReconnectLink> links,
        DateTimeOffset from
    )
    {
        var earliestEnd = from - ReconnectLink.ClockSkew;
        return from l in links
            from e in db
                .Episodes.AsNoTracking()
                .Where(e =>
                    e.ConnectionId == l.ConnectionId && (e.EndedAt == null || e.EndedAt > earliestEnd)
                )
                .DefaultIfEmpty()
            orderby l.CreatedAt, l.Id
            select new FunnelLink(
                l.Id,
                l.Origin,
                l.EmailId,
                l.FirstScannedAt != null,
                l.FirstOpenedAt != null,
                l.CreatedAt,
                l.StartedAt,
                l.ReturnedAt,
                l.LastResult,
                l.StartedAt == null
                    ? null
                    : db
                        .ReconnectLinks.Where(o =>
                            o.ConnectionId == l.ConnectionId
                            && (
                                o.StartedAt > l.StartedAt
                                || (o.StartedAt == l.StartedAt && string.Compare(o.Id, l.Id) > 0)
                            )
                        )
                        .Min(o => o.StartedAt),
                e
            );
    }
}

/// <summary>A link, and one episode, as the funnel reads them.</summary>
internal sealed record FunnelLink(
    string Id,
    LinkOrigin Origin,
    string? EmailId,
    bool IsScanned,
    bool IsOpened,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? ReturnedAt,
    string? LastResult,
    DateTimeOffset? NextStartAt,
    Episode? Episode
)
{
    public LinkTrace Trace => new(CreatedAt, StartedAt, ReturnedAt, LastResult, NextStartAt);
}
