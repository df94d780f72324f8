using System.Diagnostics;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Emails;
using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>Where a walk through old events is.</summary>
internal sealed record EventPosition(DateTimeOffset At, long Id);

/// <summary>What one step did.</summary>
/// <param name="Removed">Events that were deleted, or whose payloads were.</param>
/// <param name="Next">Where the next step goes on; null when nothing old enough remains.</param>
internal sealed record DeletionStep(int Removed, EventPosition? Next);

/// <summary>
/// Deletes old events in steps of a bounded number of rows, each a short transaction of its own: webhooks are committed between
/// them.
/// </summary>
internal static class EventDeletion
{
    public const int RowsPerStep = 500;

    /// <summary>Deletes old events of a type, the oldest first, except those that something unfinished may need.</summary>
    public static Task<DeletionStep> DeleteAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        string type,
        DateTimeOffset before,
        EventPosition? after,
        CancellationToken cancellationToken
    )
    {
        Debug.Assert(EventKinds.Of(type) != EventKind.Facts, "Health could not be derived from the rest.");
        return contexts.InTransactionAsync(
            async (db, token) =>
            {
                var rows = await After(db.Events.Where(e => e.Type == type && e.OccurredAt < before), after)
                    .OrderBy(e => e.OccurredAt)
                    .ThenBy(e => e.Id)
                    .Take(RowsPerStep)
                    .Select(e => new
                    {
                        e.Id,
                        e.OccurredAt,
                        e.UserId,
                    })
                    .ToListAsync(token);
                var users = rows.ConvertAll(r => r.UserId).Distinct(StringComparer.Ordinal).ToList();
                var unfinished = await Unfinished(db, users).ToHashSetAsync(StringComparer.Ordinal, token);
                var gone = rows.Where(r => !unfinished.Contains(r.UserId)).Select(r => r.Id).ToList();
                var deleted = await db.Events.Where(e => gone.Contains(e.Id)).ExecuteDeleteAsync(token);
                await EventTotals.NoteDeletedAsync(db, type, deleted, before, token);
                return new DeletionStep(
                    deleted,
                    rows.Count < RowsPerStep ? null : new(rows[^1].OccurredAt, rows[^1].Id)
                );
            },
            cancellationToken
        );
    }

    /// <summary>Removes what SnapTrade sent from old events. Writes only where something is left of it.</summary>
    public static async Task<DeletionStep> ForgetPayloadsAsync(
        IDbContextFactory<DashboardDbContext> contexts,
        DateTimeOffset before,
        EventPosition? after,
        CancellationToken cancellationToken
    )
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await After(db.Events.Where(e => e.OccurredAt < before), after)
            .OrderBy(e => e.OccurredAt)
            .ThenBy(e => e.Id)
            .Take(RowsPerStep)
            .Select(e => new
            {
                e.Id,
                e.OccurredAt,
                Has = e.Payload != null,
            })
            .ToListAsync(cancellationToken);
        var ids = rows.Where(r => r.Has).Select(r => r.Id).ToList();
        var forgotten =
            ids.Count == 0
                ? 0
                : await contexts.InTransactionAsync(
                    (inner, token) =>
                        inner
                            .Events.Where(e => ids.Contains(e.Id))
                            .ExecuteUpdateAsync(s => s.SetProperty(e => e.Payload, (string?)null), token),
                    cancellationToken
                );
        return new DeletionStep(
            forgotten,
            rows.Count < RowsPerStep ? null : new(rows[^1].OccurredAt, rows[^1].Id)
        );
    }

    // Users with an open episode, an unsettled state or an unfinished e-mail.
    private static IQueryable<string> Unfinished(DashboardDbContext db, List<string> users) =>
        db
            .Connections.Where(c =>
                users.Contains(c.UserId) && (c.Health == Health.Disabled || c.AwaitingVerification)
            )
            .Select(c => c.UserId)
            .Union(
                db.Emails.Where(m =>
                        users.Contains(m.UserId)
                        && (m.State == EmailState.Queued || m.State == EmailState.Sending)
                    )
                    .Select(m => m.UserId)
            );

    private static IQueryable<ConnectionEvent> After(
        IQueryable<ConnectionEvent> events,
        EventPosition? after
    ) =>
        after is null
            ? events
            : events.Where(e => e.OccurredAt >= after.At && (e.OccurredAt > after.At || e.Id > after.Id));
}
