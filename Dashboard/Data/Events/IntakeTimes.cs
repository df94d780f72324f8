using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>Corrects future times of incoming events, and of connections stored earlier.</summary>
internal static class IntakeTimes
{
    public static List<IncomingEvent> Correct(IReadOnlyList<IncomingEvent> events, DateTimeOffset now) =>
        [
            .. events.Select(e =>
                OutsideTime.IsAhead(e.OccurredAt, now) || OutsideTime.Plausible(e.BrokenAt, now) != e.BrokenAt
                    ? e with
                    {
                        OccurredAt = OutsideTime.NoLaterThan(now, e.OccurredAt),
                        BrokenAt = OutsideTime.Plausible(e.BrokenAt, now),
                    }
                    : e
            ),
        ];

    public static List<ConnectionCheck> Correct(IReadOnlyList<ConnectionCheck> checks, DateTimeOffset now) =>
        [
            .. checks.Select(c =>
                c with
                {
                    RequestedAt = OutsideTime.NoLaterThan(now, c.RequestedAt),
                    BrokenAt = OutsideTime.Plausible(c.BrokenAt, now),
                    CreatedAt = OutsideTime.Plausible(c.CreatedAt, now),
                }
            ),
        ];

    /// <summary>
    /// Corrects the connections of a batch with impossible dates, which an earlier version or a wrong clock of ours has
    /// stored: events from the future then count from their arrival, so that new events are later.
    /// </summary>
    public static async Task ReturnAsync(
        DashboardDbContext db,
        WorkingSet set,
        IReadOnlyList<ConnectionCheck> checks,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var misdated = set.Connections.Values.Where(u => u.Connection.IsMisdated(now)).ToList();
        if (misdated.Count == 0)
            return;
        var ids = misdated.ConvertAll(u => u.Connection.Id);
        var users = misdated.ConvertAll(u => u.Connection.UserId);
        var latest = now + OutsideTime.MaxAhead;
        var theirs = db.Events.Where(e =>
            e.OccurredAt > latest
            && (
                ids.Contains(e.ConnectionId!)
                // Deletes the user's connections.
                || (users.Contains(e.UserId) && e.Type + "" == EventTypes.UserDeleted)
            )
        );
        await theirs
            .Where(e => e.ReceivedAt <= now)
            .ExecuteUpdateAsync(s => s.SetProperty(e => e.OccurredAt, e => e.ReceivedAt), cancellationToken);
        // Before the request of a check that is being recorded.
        var before = now - OutsideTime.MaxAhead;
        await theirs.ExecuteUpdateAsync(s => s.SetProperty(e => e.OccurredAt, before), cancellationToken);
        foreach (var unit in misdated)
        {
            unit.MustFold = true;
            unit.Connection.ReturnTo(now, isChecked: checks.Any(c => c.ConnectionId == unit.Connection.Id));
        }
    }
}
