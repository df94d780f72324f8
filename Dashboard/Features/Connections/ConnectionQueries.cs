using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>
/// Reads connections for screens and the REST API. Pages continue after a position and not after a number of rows, so
/// that no row is repeated or skipped when others are added or removed meanwhile.
/// </summary>
public sealed class ConnectionQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    /// <summary>One page: disabled ones first, the oldest break first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<Page<ConnectionRow, ConnectionPosition>> PageAsync(
        ConnectionFilter filter,
        ConnectionPosition? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var found = await FoundConnections.FindAsync(db, filter, brokerages.Values, cancellationToken);
        var page =
            filter.Order == ConnectionOrder.ByBrokerage
                ? await BrokeragePages.ReadAsync(
                    db,
                    filter,
                    after,
                    limit,
                    brokerages,
                    found,
                    cancellationToken
                )
                : await ConnectionSearch
                    .Parts(db, filter, after, brokerages.Values, found)
                    .ToPageAsync(limit, row => row.Position, cancellationToken);
        return page with { Rows = await RowDetails.AddAsync(db, page.Rows, brokerages, cancellationToken) };
    }

    /// <summary>The connections with these ids, in no order; unknown ids are left out.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<ConnectionRow>> FindAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ConnectionReads.FindAsync(db, ids, cancellationToken);
    }

    /// <summary>How many there are, from counts that are updated with every change.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<ConnectionCounts> CountsAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ConnectionReads.CountsAsync(db, cancellationToken);
    }

    /// <summary>When a connection was last repaired; null when none ever was.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<DateTimeOffset?> LastRepairAsync(CancellationToken cancellationToken)
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Events.Where(e => e.Type == EventTypes.ConnectionFixed && e.Effect == EventEffect.Repaired)
            .OrderByDescending(e => e.OccurredAt)
            .ThenByDescending(e => e.Id)
            .Select(e => (DateTimeOffset?)e.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The ids of connections whose snooze ended in a period.</summary>
    /// <param name="after">Start of the period, excluded.</param>
    /// <param name="until">End of the period, included.</param>
    /// <param name="limit">The maximum number of ids.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<string>> AwokenAsync(
        DateTimeOffset after,
        DateTimeOffset until,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db
            .Triages.Where(t => t.SnoozedUntil > after && t.SnoozedUntil <= until)
            .OrderBy(t => t.SnoozedUntil)
            .Select(t => t.ConnectionId)
            .Take(limit)
            .ToListAsync(cancellationToken);
    }
}
