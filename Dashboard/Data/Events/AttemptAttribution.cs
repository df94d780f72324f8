using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>
/// Assigns attempts without a connection to the only possible one, and reassigns them when the
/// user's connections change.
/// </summary>
internal static class AttemptAttribution
{
    /// <summary>Runs after events and episodes are written and before connections are written.</summary>
    public static async Task RunAsync(
        DashboardDbContext db,
        WorkingSet set,
        IEnumerable<ConnectionEvent> stored,
        CancellationToken cancellationToken
    )
    {
        var concerned = stored
            .Select(e => e.UserId)
            .Concat(set.Connections.Values.Where(u => u.NewFacts.Count > 0).Select(u => u.Connection.UserId))
            .Distinct(StringComparer.Ordinal)
            .Where(id => set.Users[id].HasUnnamedAttempts)
            .ToList();
        if (concerned.Count == 0)
            return;
        var attempts = await db
            .Events.AsNoTracking()
            .Where(e =>
                concerned.Contains(e.UserId)
                // An expression, for which there is no index: otherwise SQLite reads the attempts of all users.
                && e.Type + "" == EventTypes.ConnectionAttempted
                && (e.ConnectionId == null || e.IsInferred)
            )
            .ToListAsync(cancellationToken);
        var connections = await ConnectionsAsync(db, set, concerned, cancellationToken);
        var candidates = await CandidatesAsync(db, connections.Values, cancellationToken);
        List<ConnectionEvent> moved = [];
        foreach (var attempt in attempts)
        {
            var meant = AttemptInference.ConnectionOf(
                attempt.BrokerageId,
                attempt.OccurredAt,
                candidates[attempt.UserId]
            );
            if (meant == attempt.ConnectionId)
                continue;
            attempt.Infer(meant);
            moved.Add(attempt);
            if (meant is not null)
                Attribute(set, attempt, connections[meant]);
        }
        await new RowCommands(db).UpdateAsync(
            moved,
            [nameof(ConnectionEvent.ConnectionId), nameof(ConnectionEvent.IsInferred)],
            cancellationToken
        );
    }

    private static async Task<Dictionary<string, Connection>> ConnectionsAsync(
        DashboardDbContext db,
        WorkingSet set,
        List<string> userIds,
        CancellationToken cancellationToken
    )
    {
        var connections = await db
            .Connections.AsNoTracking()
            .Where(c => userIds.Contains(c.UserId))
            .ToDictionaryAsync(c => c.Id, StringComparer.Ordinal, cancellationToken);
        foreach (var unit in set.Connections.Values.Where(u => userIds.Contains(u.Connection.UserId)))
            connections[unit.Connection.Id] = unit.Connection;
        return connections;
    }

    private static async Task<ILookup<string, AttemptCandidate>> CandidatesAsync(
        DashboardDbContext db,
        IReadOnlyCollection<Connection> connections,
        CancellationToken cancellationToken
    )
    {
        var ids = connections.Select(c => c.Id).ToList();
        var episodes = (
            await db
                .Episodes.AsNoTracking()
                .Where(e => ids.Contains(e.ConnectionId))
                .ToListAsync(cancellationToken)
        ).ToLookup(e => e.ConnectionId);
        return connections.ToLookup(
            c => c.UserId,
            c => new AttemptCandidate(c.Id, c.BrokerageId, [.. episodes[c.Id]])
        );
    }

    private static void Attribute(WorkingSet set, ConnectionEvent attempt, Connection connection)
    {
        if (!set.Connections.TryGetValue(connection.Id, out var unit))
            unit = set.Add(connection, isNew: false);
        unit.NewEvents.TryAdd(attempt.FactId, attempt);
        if (EventTypes.IsAmbiguous(attempt.Type, attempt.AttemptResult))
            unit.Connection.MarkAmbiguous(attempt.OccurredAt);
    }
}
