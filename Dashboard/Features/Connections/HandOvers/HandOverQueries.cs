using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.HandOvers;

/// <summary>Reads what happened to the operator's connections since the operator left.</summary>
internal sealed class HandOverQueries(
    IDbContextFactory<DashboardDbContext> contexts,
    OperatorPresences presences,
    CurrentOperator current
)
{
    private const int MaxCounted = 1000;

    /// <summary>Null while the operator has not left before.</summary>
    /// <exception cref="AccessDeniedException"/>
    public async Task<HandOver?> ReadAsync(CancellationToken cancellationToken)
    {
        var actor = await current.DemandAsync(Permission.ViewConnections);
        if (await presences.LeftAtAsync(cancellationToken) is not { } leftAt)
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var changed = await Changed(db, actor.Id, leftAt).Take(MaxCounted).ToListAsync(cancellationToken);
        var notes = await Notes(db, actor, leftAt).Take(MaxCounted).ToListAsync(cancellationToken);
        var past = await PastNotes(db, actor, leftAt).Take(MaxCounted).ToListAsync(cancellationToken);
        return new HandOver(
            leftAt,
            actor.Name,
            changed.Count(h => h == Health.Healthy),
            changed.Count(h => h == Health.Disabled),
            changed.Count(h => h == Health.Deleted),
            [
                .. notes
                    .Concat(past)
                    .CountBy(by => by, StringComparer.Ordinal)
                    .OrderByDescending(by => by.Value)
                    .ThenBy(by => by.Key, StringComparer.Ordinal)
                    .Select(by => new ColleagueNotes(by.Key, by.Value)),
            ]
        );
    }

    internal static IQueryable<Health> Changed(
        DashboardDbContext db,
        string operatorId,
        DateTimeOffset since
    ) =>
        from t in db.Triages
        where t.AssigneeId == operatorId
        from c in db.Connections
        where c.Id == t.ConnectionId && c.Since > since
        select c.Health;

    private static IQueryable<string> Notes(DashboardDbContext db, Actor actor, DateTimeOffset since) =>
        db
            .Triages.Where(t => t.AssigneeId == actor.Id && t.NoteAt > since && t.NoteBy != actor.Name)
            .Select(t => t.NoteBy!);

    private static IQueryable<string> PastNotes(DashboardDbContext db, Actor actor, DateTimeOffset since) =>
        from t in db.Triages
        where t.AssigneeId == actor.Id
        from n in db.PastNotes
        where n.ConnectionId == t.ConnectionId && n.At > since && n.By != actor.Name
        select n.By;
}
