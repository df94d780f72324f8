using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>Corrects impossible times of incoming events, and future times of connections stored earlier.</summary>
internal static class IntakeTimes
{
    public static List<IncomingEvent> Correct(IReadOnlyList<IncomingEvent> events, DateTimeOffset now) =>
        [
            .. events.Select(e =>
                OutsideTime.PlausibleOrNow(e.OccurredAt, now) != e.OccurredAt
                || OutsideTime.Plausible(e.BrokenAt, now) != e.BrokenAt
                    ? e with
                    {
                        OccurredAt = OutsideTime.PlausibleOrNow(e.OccurredAt, now),
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
                    RequestedAt = OutsideTime.PlausibleOrNow(c.RequestedAt, now),
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
        var deleted = set
            .Users.Values.Where(u => u.IsMisdated(now))
            .ToDictionary(u => u.Id, StringComparer.Ordinal);
        var misdated = set
            .Connections.Values.Where(u =>
                u.Connection.IsMisdated(now) || deleted.ContainsKey(u.Connection.UserId)
            )
            .ToList();
        if (misdated.Count == 0 && deleted.Count == 0)
            return;
        // Before the request of a check that is being recorded.
        var before = now - OutsideTime.MaxAhead;
        var ids = misdated.ConvertAll(u => u.Connection.Id);
        List<string> users = [.. misdated.Select(u => u.Connection.UserId).Union(deleted.Keys)];
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
        await theirs.ExecuteUpdateAsync(s => s.SetProperty(e => e.OccurredAt, before), cancellationToken);
        var deletions = await db
            .Events.Where(e => deleted.Keys.Contains(e.UserId) && e.Type + "" == EventTypes.UserDeleted)
            .GroupBy(e => e.UserId)
            .Select(g => new { g.Key, At = g.Max(e => e.OccurredAt) })
            .ToDictionaryAsync(d => d.Key, d => d.At, StringComparer.Ordinal, cancellationToken);
        foreach (var user in deleted.Values)
            set.ReturnUser(user, deletions.GetValueOrDefault(user.Id, before));
        foreach (var unit in misdated)
        {
            unit.MustFold = true;
            unit.Connection.ReturnTo(now, isChecked: checks.Any(c => c.ConnectionId == unit.Connection.Id));
        }
    }
}
