using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>Reads the history for the screen and the REST API, in pages that continue after a position.</summary>
public sealed class HistoryQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page, newest first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<EventRow, EventPosition>> PageAsync(
        HistoryFilter filter,
        EventPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundUsers.FindAsync(db, filter.Search, cancellationToken);
        var page =
            found?.Ids is { } users && filter is { UserId: null, ConnectionId: null }
                ? ComposeOf(db, users, filter, after, limit + 1)
                : Compose(db, filter, after, found);
        return await page.ToPageAsync(limit, row => row.Position, cancellationToken);
    }

    /// <summary>The id of the event that arrived last; 0 when there is none.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<long> LatestIdAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Events.MaxAsync(e => (long?)e.Id, cancellationToken) ?? 0;
    }

    /// <summary>How many matching events arrived after that one, up to <paramref name="max"/>.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int> CountNewerAsync(
        HistoryFilter filter,
        long thanId,
        int max,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await FoundUsers.FindAsync(db, filter.Search, cancellationToken);
        return await Narrow(db, db.Events.Where(e => e.Id > thanId), filter, found)
            .WithoutCopiesOfEarlier(db, thanId)
            .OrderBy(e => e.Id)
            .Take(max)
            .CountAsync(cancellationToken);
    }

    /// <summary>Whether a text is the id of a connection or of a user, or words of a user's id, name or address.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<SearchMeaning> InterpretAsync(string text, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Connections.AnyAsync(c => c.Id == text, cancellationToken))
            return SearchMeaning.Connection;
        return await db.SnapTradeUsers.AnyAsync(u => u.Id == text, cancellationToken)
            ? SearchMeaning.User
            : SearchMeaning.Words;
    }

    /// <summary>The payload of an event, as JSON without secrets; null when there is none.</summary>
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

    internal static IQueryable<EventRow> Compose(
        DashboardDbContext db,
        HistoryFilter filter,
        EventPosition? after,
        FoundUsers? found
    )
    {
        var events = Narrow(db, db.Events.AsNoTracking(), filter, found);
        if (IsFoundBySource(filter))
            events = events.Where(e => e.Source != EventSource.Webhook);
        return EventRows.NewestFirst(db, events, after);
    }

    /// <summary>
    /// The first events of a few users, read from the index of users and sorted. The events of more users are so frequent
    /// that a page of them is found by walking through the history.
    /// </summary>
    internal static IQueryable<EventRow> ComposeOf(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        HistoryFilter filter,
        EventPosition? after,
        int count
    )
    {
        if (userIds.Count == 1)
            return Compose(db, filter with { UserId = userIds.Single() }, after, found: null);
        var events = db.Events.Where(e => userIds.Contains(e.UserId));
        // An expression, for which there is no index: otherwise SQLite reads all events of the type.
        if (filter.Types is { Count: > 0 } types)
            events = events.Where(e => types.Contains(e.Type + ""));
        // Sorted before anything is joined: the sort takes the events of all these users.
        var first = EventRows
            .After(Narrow(db, events, filter with { Types = [] }, found: null), after)
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => e.Id)
            .Take(count);
        return EventRows.NewestFirst(db, db.Events.Where(e => first.Contains(e.Id)), after: null);
    }

    // Repeats the filter of IX_Events_OtherSources, without which the databases don't use the index.
    // One user or one connection has few events, and an index that finds them more quickly.
    private static bool IsFoundBySource(HistoryFilter filter) =>
        filter is { Source: not null and not EventSource.Webhook, UserId: null, ConnectionId: null };

    private static IQueryable<ConnectionEvent> Narrow(
        DashboardDbContext db,
        IQueryable<ConnectionEvent> events,
        HistoryFilter filter,
        FoundUsers? found
    )
    {
        if (filter.ConnectionId is { } connectionId)
            events = events.Where(e => e.ConnectionId == connectionId);
        if (filter.UserId is { } userId)
            events = events.Where(e => e.UserId == userId);
        if (found?.Ids is { } ids)
            events = events.Where(e => ids.Contains(e.UserId));
        foreach (var tokens in found?.TokensOf(db) ?? [])
            events = events.Where(e => tokens.Any(t => t.UserId == e.UserId));
        // Otherwise all events of the type would be read to find that none came by a webhook.
        if (filter is { Source: EventSource.Webhook, Types.Count: > 0 } && filter.Types.All(EventTypes.IsOwn))
            return events.Where(e => false);
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
        return filter.WithoutCopies ? events.WithoutCopies(db) : events;
    }
}
