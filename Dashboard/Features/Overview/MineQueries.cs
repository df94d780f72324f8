using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Data.Reading;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Overview;

/// <summary>Reads what is the operator's own.</summary>
internal sealed class MineQueries(IDbContextFactory<DashboardDbContext> contexts, CurrentOperator current)
{
    public const int MaxListed = 5;

    /// <summary>Disabled connections that are assigned to the operator, the oldest break first.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<IReadOnlyList<StreamItem>> ListAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ViewConnections);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = (
            from triage in db.Triages
            from connection in db.Connections.AsNoTracking()
            where
                triage.AssigneeId == actor.Id
                && connection.Id == triage.ConnectionId
                && connection.Health == Health.Disabled
            orderby connection.Since, connection.Id
            select connection
        ).Take(MaxListed);
        var brokerages = await BrokerageRows.ByIdAsync(db, cancellationToken);
        var items = await OverviewNowReader.Items(db, mine).ToListAsync(cancellationToken);
        return [.. items.OrderBy(i => i.At).Select(i => OverviewNowReader.Named(i, brokerages))];
    }
}
