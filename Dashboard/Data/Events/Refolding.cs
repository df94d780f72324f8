using Dashboard.Domain.Connections;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>
/// Projects a batch. Facts later than all others are appended; a connection with a late fact
/// is recomputed from its stored facts.
/// </summary>
/// <remarks>
/// Types are compared as expressions, for which there is no index: otherwise SQLite reads all events of the types and not
/// those of the connections, in the transaction of the batch.
/// </remarks>
internal static class Refolding
{
    private static readonly string[] FactTypes =
    [
        EventTypes.ConnectionAdded,
        EventTypes.ConnectionFixed,
        EventTypes.ConnectionBroken,
        EventTypes.ConnectionDeleted,
    ];

    public static async Task ProjectAsync(
        DashboardDbContext db,
        WorkingSet set,
        CancellationToken cancellationToken
    )
    {
        var late = new List<ConnectionUnit>();
        foreach (var unit in set.Connections.Values.Where(u => u.NewFacts.Count > 0 || u.MustFold))
        {
            if (unit.CanAppend)
                unit.Append();
            else
                late.Add(unit);
        }
        if (late.Count > 0)
            await RefoldAsync(db, late, cancellationToken);
    }

    /// <summary>A connection's health according to the stored facts up to a moment.</summary>
    public static async Task<Health> HealthAtAsync(
        DashboardDbContext db,
        Connection connection,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var facts = await db
            .Events.AsNoTracking()
            .Where(e =>
                e.OccurredAt <= at
                && (
                    (e.ConnectionId == connection.Id && FactTypes.Contains(e.Type + ""))
                    || (e.UserId == connection.UserId && e.Type + "" == EventTypes.UserDeleted)
                )
            )
            .Select(e => new StoredFact(e.Id, e.UserId, e.Type, e.FactId, e.OccurredAt, e.BrokenAt, e.Effect))
            .ToListAsync(cancellationToken);
        var known = facts.Select(f => f.ToFact());
        if (connection.Verification is { } fact && fact.At <= at)
            known = known.Append(fact);
        return HealthProjection.Fold(connection.Id, known).State.Health;
    }

    private static async Task RefoldAsync(
        DashboardDbContext db,
        List<ConnectionUnit> units,
        CancellationToken cancellationToken
    ) => await CorrectEffectsAsync(db, await FoldAsync(db, units, cancellationToken), cancellationToken);

    /// <summary>Recomputes connections from their stored facts; writes nothing.</summary>
    /// <returns>Events whose stored effects are others now.</returns>
    public static async Task<IReadOnlyList<CorrectedEffect>> FoldAsync(
        DashboardDbContext db,
        IReadOnlyCollection<ConnectionUnit> units,
        CancellationToken cancellationToken
    )
    {
        var ids = units.Select(u => u.Connection.Id).ToList();
        var userIds = units.Select(u => u.Connection.UserId).Distinct(StringComparer.Ordinal).ToList();
        var facts = await db
            .Events.AsNoTracking()
            .Where(e => ids.Contains(e.ConnectionId!) && FactTypes.Contains(e.Type + ""))
            .Select(e => new StoredFact(
                e.Id,
                e.ConnectionId!,
                e.Type,
                e.FactId,
                e.OccurredAt,
                e.BrokenAt,
                e.Effect
            ))
            .ToListAsync(cancellationToken);
        var wipes = await db
            .Events.AsNoTracking()
            .Where(e => userIds.Contains(e.UserId) && e.Type + "" == EventTypes.UserDeleted)
            .Select(e => new StoredFact(e.Id, e.UserId, e.Type, e.FactId, e.OccurredAt, e.BrokenAt, e.Effect))
            .ToListAsync(cancellationToken);
        var episodes = (
            await db
                .Episodes.AsNoTracking()
                .Where(e => ids.Contains(e.ConnectionId))
                .ToListAsync(cancellationToken)
        ).ToLookup(e => e.ConnectionId);
        var own = facts.ToLookup(f => f.Owner);
        var ofUser = wipes.ToLookup(f => f.Owner);
        List<CorrectedEffect> corrected = [];
        foreach (var unit in units)
        {
            var stored = own[unit.Connection.Id].ToList();
            var all = stored.Concat(ofUser[unit.Connection.UserId]).Select(f => f.ToFact());
            var history = unit.Fold(all, [.. episodes[unit.Connection.Id]]);
            corrected.AddRange(
                stored
                    .Select(f => new CorrectedEffect(
                        f.EventId,
                        unit.Connection.Id,
                        history.Effects[f.FactId],
                        f.Effect
                    ))
                    .Where(c => c.Effect != c.Stored)
            );
        }
        return corrected;
    }

    public static async Task CorrectEffectsAsync(
        DashboardDbContext db,
        IEnumerable<CorrectedEffect> corrected,
        CancellationToken cancellationToken
    )
    {
        foreach (var alike in corrected.ToLookup(c => c.Effect, c => c.EventId))
        {
            var ids = alike.ToList();
            await db
                .Events.Where(e => ids.Contains(e.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.Effect, alike.Key), cancellationToken);
        }
    }

    public sealed record CorrectedEffect(
        long EventId,
        string ConnectionId,
        EventEffect Effect,
        EventEffect Stored
    );

    private sealed record StoredFact(
        long EventId,
        string Owner,
        string Type,
        string FactId,
        DateTimeOffset OccurredAt,
        DateTimeOffset? BrokenAt,
        EventEffect Effect
    )
    {
        public HealthFact ToFact() => new(OccurredAt, EventTypes.FactOf(Type)!.Value, FactId, BrokenAt);
    }
}
