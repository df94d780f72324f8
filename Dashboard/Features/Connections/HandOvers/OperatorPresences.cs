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

    /// <summary>Notes that the operator is here, and when they left before.</summary>
    /// <returns>When they left before; null the first time, and for API keys.</returns>
    public async Task<DateTimeOffset?> NoteAsync(CancellationToken cancellationToken)
    {
        if (current.Actor is not { IsOperator: true, Id: var id })
            return null;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow();
        var presence = await db
            .OperatorPresences.AsNoTracking()
            .SingleOrDefaultAsync(p => p.OperatorId == id, cancellationToken);
        if (presence is null)
        {
            db.OperatorPresences.Add(new OperatorPresence { OperatorId = id, SeenAt = now });
            await db.TrySaveAsync(cancellationToken);
            return null;
        }
        var (seen, left) = (presence.SeenAt, presence.LeftAt);
        if (now - seen < Precision)
            return left;
        if (now - seen >= OperatorPresence.Away)
            left = seen;
        // Of several screens that return at once, one writes.
        await db
            .OperatorPresences.Where(p => p.OperatorId == id && p.SeenAt == seen)
            .ExecuteUpdateAsync(
                s => s.SetProperty(p => p.SeenAt, now).SetProperty(p => p.LeftAt, left),
                cancellationToken
            );
        return left;
    }
}
