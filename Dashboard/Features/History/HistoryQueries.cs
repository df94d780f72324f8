using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>Reads the history for the screen and the REST API, in pages that continue after a place.</summary>
public sealed class HistoryQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    private const string Escape = "\\";

    /// <summary>One page, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<HistorySlice> PageAsync(
        HistoryFilter filter,
        HistoryPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await Compose(db, filter, after).Take(limit + 1).ToListAsync(cancellationToken);
        var next = rows.Count > limit ? rows[limit - 1].Position : null;
        if (next is not null)
            rows.RemoveAt(limit);
        return new HistorySlice(rows, next);
    }

    /// <summary>The number of the event that arrived last; 0 when there is none.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<long> LatestIdAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Events.MaxAsync(e => (long?)e.Id, cancellationToken) ?? 0;
    }

    /// <summary>How many fitting events arrived after that one, up to <paramref name="most"/>.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int> CountNewerAsync(
        HistoryFilter filter,
        long thanId,
        int most,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Narrow(db, db.Events.Where(e => e.Id > thanId), filter)
            .OrderBy(e => e.Id)
            .Take(most)
            .CountAsync(cancellationToken);
    }

    /// <summary>What somebody means who types this: a connection or a user by its id, or a part of a user's name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<SearchMeaning> UnderstandAsync(string text, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.AnyAsync(c => c.Id == text, cancellationToken))
            return SearchMeaning.Connection;
        return await db.SnapTradeUsers.AnyAsync(u => u.Id == text, cancellationToken)
            ? SearchMeaning.User
            : SearchMeaning.PartOfName;
    }

    /// <summary>An event as it came, as JSON without secrets; null when there is none.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<string?> PayloadAsync(long eventId, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewPayloads);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Events.Where(e => e.Id == eventId)
            .Select(e => e.Payload)
            .SingleOrDefaultAsync(cancellationToken);
    }

    internal static IQueryable<HistoryRow> Compose(
        DashboardDbContext db,
        HistoryFilter filter,
        HistoryPosition? after
    )
    {
        var events = Narrow(db, db.Events.AsNoTracking(), filter);
        if (IsFoundBySource(filter))
            events = events.Where(e => e.Source != EventSource.Webhook);
        if (after is var (at, id))
            events = events.Where(e => e.OccurredAt <= at && (e.OccurredAt < at || e.Id < id));
        return from e in events
            join user in db.SnapTradeUsers on e.UserId equals user.Id into users
            from u in users.DefaultIfEmpty()
            join connection in db.Connections on e.ConnectionId equals connection.Id into connections
            from c in connections.DefaultIfEmpty()
            // Breaks and repairs name no brokerage; their connection does.
            join brokerage in db.Brokerages
                on e.BrokerageId ?? c.BrokerageId equals brokerage.Id
                into brokerages
            from b in brokerages.DefaultIfEmpty()
            orderby e.OccurredAt descending, e.Id descending
            select new HistoryRow(
                e.Id,
                e.WebhookId,
                e.Type,
                e.Source,
                e.ConnectionId,
                e.IsInferred,
                e.UserId,
                u.Name,
                e.BrokerageId,
                b.Name,
                e.AttemptResult,
                e.OccurredAt,
                e.ReceivedAt,
                e.Effect,
                e.Actor,
                e.Payload != null
            );
    }

    // Repeats the filter of IX_Events_OtherSources, without which neither database can tell that the index has them all.
    // One user or one connection has few events, and an index that finds them more quickly.
    private static bool IsFoundBySource(HistoryFilter filter) =>
        filter is { Source: not null and not EventSource.Webhook, UserId: null, ConnectionId: null };

    private static IQueryable<ConnectionEvent> Narrow(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        HistoryFilter filter
    )
    {
        if (filter.ConnectionId is { } connectionId)
            events = events.Where(e => e.ConnectionId == connectionId);
        if (filter.UserId is { } userId)
            events = events.Where(e => e.UserId == userId);
        if (filter.Search is { } search)
        {
            var part = $"%{Literal(SearchText.Of(search))}%";
            var users = db.SnapTradeUsers.Where(u => EF.Functions.Like(u.SearchText, part, Escape));
            events = events.Where(e => users.Any(u => u.Id == e.UserId));
        }
        if (filter.Types is [var type])
            events = events.Where(e => e.Type == type);
        else if (filter.Types is { Count: > 0 } types)
            events = events.Where(e => types.Contains(e.Type));
        if (filter.Source is { } source)
            events = events.Where(e => e.Source == source);
        if (filter.From is { } from)
            events = events.Where(e => e.OccurredAt >= from);
        if (filter.To is { } to)
            events = events.Where(e => e.OccurredAt < to);
        return events;
    }

    /// <summary>What LIKE would take for a wildcard on either database means itself.</summary>
    private static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);
}
