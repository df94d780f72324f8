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
        var candidates = await CandidatesAsync(db, set, concerned, cancellationToken);
        foreach (var attempt in attempts)
        {
            var meant = AttemptInference.ConnectionOf(
                attempt.BrokerageId,
                attempt.OccurredAt,
                candidates[attempt.UserId]
            );
            if (meant != attempt.ConnectionId)
                await AttributeAsync(db, set, attempt, meant, cancellationToken);
        }
    }

    private static async Task<ILookup<string, AttemptCandidate>> CandidatesAsync(
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
        var ids = connections.Keys.ToList();
        var episodes = (
            await db
                .Episodes.AsNoTracking()
                .Where(e => ids.Contains(e.ConnectionId))
                .ToListAsync(cancellationToken)
        ).ToLookup(e => e.ConnectionId);
        return connections.Values.ToLookup(
            c => c.UserId,
            c => new AttemptCandidate(c.Id, c.BrokerageId, [.. episodes[c.Id]])
        );
    }

    private static async Task AttributeAsync(
        DashboardDbContext db,
        WorkingSet set,
        ConnectionEvent attempt,
        string? connectionId,
        CancellationToken cancellationToken
    )
    {
        var isInferred = connectionId is not null;
        await db
            .Events.Where(e => e.Id == attempt.Id)
            .ExecuteUpdateAsync(
                s =>
                    s.SetProperty(e => e.ConnectionId, connectionId)
                        .SetProperty(e => e.IsInferred, isInferred),
                cancellationToken
            );
        if (connectionId is null)
            return;
        if (!set.Connections.TryGetValue(connectionId, out var unit))
            unit = set.Add(
                await db.Connections.AsNoTracking().SingleAsync(c => c.Id == connectionId, cancellationToken),
                isNew: false
            );
        attempt.Infer(connectionId);
        unit.NewEvents.TryAdd(attempt.FactId, attempt);
        if (EventTypes.IsAmbiguous(attempt.Type, attempt.AttemptResult))
            unit.Connection.MarkAmbiguous(attempt.OccurredAt);
    }
}
