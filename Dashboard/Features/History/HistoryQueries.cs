using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>Reads the history for the screen and the REST API, in pages that continue after a position.</summary>
public sealed class HistoryQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page in the order of the filter.</summary>
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
        filter = await BrokerageEvents.ResolveAsync(db, filter, cancellationToken);
        if (await BrokerageEvents.AreFewAsync(db, filter, found, cancellationToken))
            return await MergedPages.ReadAsync(
                db,
                BrokerageEvents.Of(db, filter, found),
                after,
                limit,
                cancellationToken
            );
        if (filter is { Types.Count: > 1, UserId: null, ConnectionId: null } && found is null)
            // Each type has its events in order in an index. For several at once the databases read and sort all of them.
            return await MergedPages.ReadAsync(
                db,
                filter.Types.Select(type => HistorySearch.Matching(db, filter with { Types = [type] }, null)),
                after,
                limit,
                cancellationToken
            );
        if (found?.Ids is not { } users || filter is not { UserId: null, ConnectionId: null })
            return await HistorySearch
                .Compose(db, filter, after, found)
                .ToPageAsync(limit, row => row.Position, cancellationToken);
        var page = await NewestOfAsync(db, users, filter, after, limit, cancellationToken);
        return page
            ?? await HistorySearch
                .ComposeOf(db, users, filter, after, limit + 1)
                .ToPageAsync(limit, row => row.Position, cancellationToken);
    }

    /// <summary>The brokerages that have connections, by name.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<Brokerage>> BrokeragesAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await BrokerageRows.InUse(db).ToListAsync(cancellationToken);
    }

    // The index of users has when an event happened, and not what it is: the newest of all their events are found without
    // reading any, and few of these are left out.
    private static async Task<Page<EventRow, EventPosition>?> NewestOfAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> userIds,
        HistoryFilter filter,
        EventPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (filter is not { Types.Count: 0, Source: null })
            return null;
        var max = 4 * (limit + 1);
        var newest = await HistorySearch
            .NewestIds(db, userIds, filter, after)
            .Take(max)
            .ToListAsync(cancellationToken);
        var page = await EventRows
            .NewestFirst(
                db,
                HistorySearch.Narrow(
                    db,
                    db.Events.AsNoTracking().Where(e => newest.Contains(e.Id)),
                    filter with
                    {
                        From = null,
                        To = null,
                    },
                    found: null
                ),
                after: null
            )
            .ToPageAsync(limit, row => row.Position, cancellationToken);
        return page.Next is not null || newest.Count < max ? page : null;
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
        filter = await BrokerageEvents.ResolveAsync(db, filter, cancellationToken);
        return await HistorySearch
            .Narrow(db, db.Events.Where(e => e.Id > thanId), filter, found)
            .WithoutCopiesOfEarlier(db, thanId)
            .OrderBy(e => e.Id)
            .Take(max)
            .CountAsync(cancellationToken);
    }

    /// <summary>How many match, up to <see cref="HistoryCounts.Max"/>; null where counting would read too much.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<int?> CountAsync(HistoryFilter filter, CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewHistory);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await HistoryCounts.CountAsync(db, filter, cancellationToken);
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
}
