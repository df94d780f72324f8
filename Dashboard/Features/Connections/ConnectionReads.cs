using Dashboard.Data;
using Dashboard.Data.Reading;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections;

/// <summary>What both an operator's queries and the node read about connections.</summary>
internal static class ConnectionReads
{
    private static readonly PreparedQuery<List<string>, ConnectionRow> RowsById = new(() =>
        EF.CompileAsyncQuery(
            (DashboardDbContext db, List<string> ids) =>
                db
                    .Connections.AsNoTracking()
                    .Where(c => ids.Contains(c.Id))
                    .LeftJoin(db.SnapTradeUsers, c => c.UserId, u => u.Id, ConnectionSearch.Row)
        )
    );

    /// <summary>The connections with these ids, complete as lists show them, in no order; unknown ids are left out.</summary>
    public static async Task<IReadOnlyList<ConnectionRow>> FindAsync(
        DashboardDbContext db,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var rows = await RowsById.Run(db, [.. ids]).ToListAsync(cancellationToken);
        return await RowDetails.AddAsync(db, rows, brokerages, cancellationToken);
    }

    /// <summary>How many there are, from counts that are updated with every change.</summary>
    public static async Task<ConnectionCounts> CountsAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        var counts = await db.HealthCounts.AsNoTracking().ToListAsync(cancellationToken);
        var incidents = await OpenIncidents.LoadAsync(db, cancellationToken);
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        return ConnectionCounts.Of(counts, brokerages, incidents) with
        {
            Silent = await SilentRows.CountAsync(db, cancellationToken),
        };
    }
}
