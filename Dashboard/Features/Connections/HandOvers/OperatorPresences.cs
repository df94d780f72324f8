using Dashboard.Access;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.HandOvers;

/// <summary>
/// Keeps when the operator was here: a row for each operator, written every few minutes of use, and never for a click.
/// </summary>
internal sealed class OperatorPresences(
    IDbContextFactory<DashboardDbContext> contexts,
    CurrentOperator current,
    TimeProvider time
)
{
    /// <summary>How often it is written while the operator is here.</summary>
    public static readonly TimeSpan Precision = TimeSpan.FromMinutes(5);

    /// <summary>When the operator left before; null the first time, and for API keys. Writes nothing.</summary>
    public async Task<DateTimeOffset?> LeftAtAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is not { IsOperator: true, Id: var id })
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await FindAsync(db, id, cancellationToken) is { } presence
            ? LeftAt(presence, time.GetUtcNow())
            : null;
    }

    /// <summary>Notes that the operator is here.</summary>
    public async Task NoteAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is not { IsOperator: true, Id: var id })
            return;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (await FindAsync(db, id, cancellationToken) is not { } presence)
        {
            db.OperatorPresences.Add(new OperatorPresence { OperatorId = id, SeenAt = now });
            await db.TrySaveAsync(cancellationToken);
            return;
        }
        var (seen, left) = (presence.SeenAt, LeftAt(presence, now));
        if (now - seen < Precision)
            return;
        // Of several screens that return at once, one writes.
        await db
            .OperatorPresences.Where(p => p.OperatorId == id && p.SeenAt == seen)
            .ExecuteUpdateAsync(
                s => s.SetProperty(p => p.SeenAt, now).SetProperty(p => p.LeftAt, left),
                cancellationToken
            );
    }

    // Who comes back has left since the last note of it.
    private static DateTimeOffset? LeftAt(OperatorPresence presence, DateTimeOffset now) =>
        now - presence.SeenAt >= OperatorPresence.Away ? presence.SeenAt : presence.LeftAt;

    private static Task<OperatorPresence?> FindAsync(
        DashboardDbContext db,
        string operatorId,
        CancellationToken cancellationToken
    ) =>
        db
            .OperatorPresences.AsNoTracking()
            .SingleOrDefaultAsync(p => p.OperatorId == operatorId, cancellationToken);
}
