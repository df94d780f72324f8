using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Dashboard.Features.Connections.Selection;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Triage;

/// <summary>
/// Snoozes and assigns connections and keeps notes on them. Each action is one transaction with its audit entries, and
/// every screen is notified.
/// </summary>
internal sealed class ConnectionTriage(
    IDbContextFactory<DashboardDbContext> contexts,
    MatchingConnections matching,
    IConnectionChangePublisher publisher,
    AuditWriter audit,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>The maximum number of connections per action, which holds the database's write lock.</summary>
    public const int MaxAtOnce = 10_000;

    // Up to this number, each connection has its own audit entry; more share one.
    private const int MaxNamed = 20;
    private const int ChunkSize = 500;

    public Task<TriageResult> SnoozeAsync(
        TriageTarget target,
        DateTimeOffset until,
        CancellationToken cancellationToken
    ) => MakeAsync(target, TriageChange.Snooze(until), cancellationToken);

    public Task<TriageResult> EndSnoozeAsync(TriageTarget target, CancellationToken cancellationToken) =>
        MakeAsync(target, TriageChange.EndSnooze(), cancellationToken);

    /// <param name="target">Which connections.</param>
    /// <param name="operatorId">Null to unassign.</param>
    /// <param name="cancellationToken">Cancels it before anything is changed.</param>
    public async Task<TriageResult> AssignAsync(
        TriageTarget target,
        string? operatorId,
        CancellationToken cancellationToken
    )
    {
        await current.DemandAsync(Permission.TriageConnections);
        Assignee? assignee = null;
        if (operatorId is not null)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            assignee = await Assignees.FindAsync(db, operatorId, cancellationToken);
            if (assignee is null)
                return TriageResult.No(new(TriageObstacle.NoSuchOperator));
        }
        return await MakeAsync(target, TriageChange.Assign(assignee), cancellationToken);
    }

    /// <param name="target">Which connection.</param>
    /// <param name="note">Null or empty: none.</param>
    /// <param name="cancellationToken">Cancels it before anything is changed.</param>
    public Task<TriageResult> WriteNoteAsync(
        TriageTarget target,
        string? note,
        CancellationToken cancellationToken
    ) => MakeAsync(target, TriageChange.Write(note), cancellationToken);

    /// <exception cref="AccessDeniedException"/>
    private async Task<TriageResult> MakeAsync(
        TriageTarget target,
        TriageChange change,
        CancellationToken cancellationToken
    )
    {
        var actor = await current.DemandAsync(Permission.TriageConnections);
        var stamp = new TriageStamp(actor.Name, time.GetUtcNow());
        if (change.Check(stamp.At) is { } refusal)
            return TriageResult.No(refusal);
        List<string> ids = [];
        await foreach (var id in matching.IdsAsync(target.Connections, cancellationToken))
        {
            if (ids.Count == MaxAtOnce)
                return TriageResult.No(new(TriageObstacle.TooMany));
            ids.Add(id);
        }
        var act = new Act(target, change, stamp);
        var (result, touched) = await contexts.InTransactionAsync(
            (db, token) => WriteAsync(db, act, ids, token),
            cancellationToken
        );
        await PublishAsync(touched);
        return result;
    }

    private async Task<(TriageResult Result, List<Touched> Touched)> WriteAsync(
        DashboardDbContext db,
        Act act,
        List<string> ids,
        CancellationToken cancellationToken
    )
    {
        List<Touched> touched = [];
        var (found, unfit) = (0, 0);
        foreach (var chunk in ids.Chunk(ChunkSize))
        {
            var connections = await ConnectionsAsync(db, chunk, cancellationToken);
            var triages = await TriagesAsync(db, chunk, cancellationToken);
            if (act.Target.Overtaken(triages.Values) is { } overtaken)
                return (TriageResult.No(overtaken), []);
            found += connections.Count;
            unfit += connections.Count(c => !act.Change.Suits(c));
            touched.AddRange(Apply(db, act, connections.Where(act.Change.Suits), triages));
            await db.SaveChangesAsync(cancellationToken);
            await PastNotes.PruneAsync(db, cancellationToken);
            db.ChangeTracker.Clear();
        }
        if (touched.Count == 0)
            return (ResultOfNone(found, unfit), []);
        Record(db, act, touched);
        await db.SaveChangesAsync(cancellationToken);
        return (new TriageResult(touched.Count, unfit), touched);
    }

    private static TriageResult ResultOfNone(int found, int unfit) =>
        found == 0 ? TriageResult.No(new(TriageObstacle.Gone))
        : unfit == found ? TriageResult.No(new(TriageObstacle.NotBroken))
        : new TriageResult(0, unfit);

    private static IEnumerable<Touched> Apply(
        DashboardDbContext db,
        Act act,
        IEnumerable<Connection> connections,
        Dictionary<string, Domain.Connections.Triage> triages
    )
    {
        foreach (var connection in connections)
        {
            var isNew = !triages.TryGetValue(connection.Id, out var known);
            var triage = known ?? Domain.Connections.Triage.Of(connection.Id);
            var (before, past) = (act.Change.Shown(triage), act.Change.Keeps(triage, act.Stamp));
            if (!act.Change.Apply(triage, connection, act.Stamp))
                continue;
            if (isNew)
                db.Triages.Add(triage);
            if (past is not null)
                db.PastNotes.Add(past);
            yield return new Touched(connection, before, act.Change.Shown(triage));
        }
    }

    private void Record(DashboardDbContext db, Act act, List<Touched> touched)
    {
        var (action, part) = (act.Change.Action, act.Change.Part);
        if (touched.Count > MaxNamed)
        {
            var shared = new ChangedParts()
                .Add("connections", null, touched.Count)
                .Add("which", null, act.Target.Connections.Words)
                .Add(part, null, touched[0].After);
            audit.Add(db, action, "connections", "done", shared.Before, shared.After);
            return;
        }
        foreach (var each in touched)
        {
            var parts = new ChangedParts().Add(part, each.Before, each.After);
            audit.Add(db, action, $"connection:{each.Connection.Id}", "done", parts.Before, parts.After);
        }
    }

    // The connection itself did not change, but screens that show it have to read it again.
    private async Task PublishAsync(List<Touched> touched)
    {
        foreach (var chunk in touched.Select(t => t.Connection).Chunk(ChunkSize))
            await publisher.PublishAsync([.. chunk.Select(ConnectionChange.Beside)], CancellationToken.None);
    }

    private static Task<List<Connection>> ConnectionsAsync(
        DashboardDbContext db,
        string[] ids,
        CancellationToken cancellationToken
    ) => db.Connections.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(cancellationToken);

    private static Task<Dictionary<string, Domain.Connections.Triage>> TriagesAsync(
        DashboardDbContext db,
        string[] ids,
        CancellationToken cancellationToken
    ) =>
        db
            .Triages.Where(t => ids.Contains(t.ConnectionId))
            .ToDictionaryAsync(t => t.ConnectionId, StringComparer.Ordinal, cancellationToken);

    private sealed record Act(TriageTarget Target, TriageChange Change, TriageStamp Stamp);

    private sealed record Touched(Connection Connection, object? Before, object? After);
}
