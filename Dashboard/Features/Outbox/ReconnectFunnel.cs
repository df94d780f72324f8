using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Outbox;

/// <summary>
/// Counts the outcomes of the links and e-mails of a period. <see cref="LinkOutcome"/>, the rule of the timeline, decides
/// whether a link repaired its connection, so that both agree. One query streams its input; only the figures and the ids
/// of e-mails with an outcome stay in memory.
/// </summary>
internal sealed class ReconnectFunnel(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    FunnelKeeper keeper,
    TimeProvider time
)
{
    /// <summary>Counts the last days; the result may be a minute old.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<FunnelFigures> CountRecentAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewEmails);
        var now = time.GetUtcNow();
        // Others wait for the same count, so the first caller must not cancel it.
        return await keeper
            .GetAsync(() => CountAllAsync(now - span, now, CancellationToken.None))
            .WaitAsync(cancellationToken);
    }

    /// <param name="from">Start of the period; counts links and e-mails by creation.</param>
    /// <param name="to">Exclusive end of the period.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<FunnelFigures> CountAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewEmails);
        return await CountAllAsync(from, to, cancellationToken);
    }

    private async Task<FunnelFigures> CountAllAsync(
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tally = new FunnelTally();
        List<Episode> episodes = [];
        FunnelLink? link = null;
        var rows = Links(db, from, to).AsAsyncEnumerable().WithCancellation(cancellationToken);
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
            await Sent(db, from, to).CountAsync(cancellationToken),
            await Sent(db, from, to).CountAsync(e => e.BouncedAt != null, cancellationToken)
        );
    }

    /// <summary>Each link with each episode of its connection that it may have been made for, ordered by link.</summary>
    internal static IQueryable<FunnelLink> Links(
        DashboardDbContext db,
        DateTimeOffset start,
        DateTimeOffset end
    )
    {
        var earliestEnd = start - ReconnectLink.ClockSkew;
        return from l in db.ReconnectLinks.AsNoTracking()
            where l.CreatedAt >= start && l.CreatedAt < end
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

    internal static IQueryable<Email> Sent(DashboardDbContext db, DateTimeOffset from, DateTimeOffset to) =>
        db
            .Emails.AsNoTracking()
            .Where(e => e.State == EmailState.Sent && e.CreatedAt >= from && e.CreatedAt < to);
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
