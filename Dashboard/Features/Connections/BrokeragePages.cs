using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>
/// Pages in the order of brokerages' names. No index has this order, but one has the connections of each brokerage in theirs,
/// and there are few brokerages: a page is read from one after the other.
/// </summary>
internal static class BrokeragePages
{
    // After all names.
    private const string Unknown = "\uffff";

    /// <summary>The place of a brokerage: by its name, then by its id; connections without one come last.</summary>
    /// <param name="brokerageId">Null or empty while it is unknown.</param>
    /// <param name="name">Null while it is unknown.</param>
    public static string KeyOf(string? brokerageId, string? name) =>
        string.IsNullOrEmpty(brokerageId)
            ? Unknown
            : $"{(name ?? brokerageId).ToUpperInvariant()}\0{brokerageId}";

    /// <summary>One page of connections of one health.</summary>
    public static async Task<Page<ConnectionRow, ConnectionPosition>> ReadAsync(
        DashboardDbContext db,
        ConnectionFilter filter,
        ConnectionPosition? after,
        int limit,
        Dictionary<string, Brokerage> brokerages,
        FoundConnections? found,
        CancellationToken cancellationToken
    )
    {
        var ids = await db
            .HealthCounts.Where(c => c.Total > 0)
            .Select(c => c.BrokerageId)
            .Distinct()
            .ToListAsync(cancellationToken);
        var parts = ids.Select(id => (Id: id, Key: KeyOf(id, brokerages.GetValueOrDefault(id)?.Name)))
            .Where(part => string.CompareOrdinal(part.Key, after?.Brokerage ?? "") >= 0)
            .OrderBy(part => part.Key, StringComparer.Ordinal)
            .Select(part =>
                Of(db, filter, part.Id, part.Key == after?.Brokerage ? after : null, brokerages.Values, found)
            );
        return await parts.ToPageAsync(limit, row => PositionOf(row, brokerages), cancellationToken);
    }

    /// <summary>The connections of one brokerage, in their order.</summary>
    /// <param name="brokerageId">Empty for those without one.</param>
    internal static IQueryable<ConnectionRow> Of(
        DashboardDbContext db,
        ConnectionFilter filter,
        string brokerageId,
        ConnectionPosition? after,
        IReadOnlyCollection<Brokerage> brokerages,
        FoundConnections? found
    )
    {
        var connections = ConnectionSearch.Matching(db, filter, brokerages, found);
        connections =
            brokerageId.Length == 0
                ? connections.Where(c => c.BrokerageId == null)
                : connections.Where(c => c.BrokerageId == brokerageId);
        return ConnectionSearch.Rows(
            db,
            ConnectionPaging.OldestFirst(connections, after, isWithinHealth: true)
        );
    }

    private static ConnectionPosition PositionOf(
        ConnectionRow row,
        Dictionary<string, Brokerage> brokerages
    ) =>
        row.Position with
        {
            Brokerage = KeyOf(row.BrokerageId, brokerages.GetValueOrDefault(row.BrokerageId ?? "")?.Name),
        };
}
