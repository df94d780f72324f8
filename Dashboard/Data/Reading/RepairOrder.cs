using Dashboard.Domain;
using Dashboard.Domain.Events;

namespace Dashboard.Data.Reading;

/// <summary>The order of a login and of the repair that it led to.</summary>
public static class RepairOrder
{
    private static readonly TimeSpan MaxApart = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Puts repairs above their logins. SnapTrade reports both with one time, in either order, and the customer's way back
    /// from the portal is seen after both.
    /// </summary>
    /// <param name="newestFirst">Rows in the order of their events.</param>
    /// <param name="eventOf">The event of a row.</param>
    public static IReadOnlyList<T> RepairsAboveLogins<T>(
        this IReadOnlyList<T> newestFirst,
        Func<T, EventRow> eventOf
    )
    {
        List<T>? ordered = null;
        for (var i = 1; i < newestFirst.Count; i++)
        {
            if (eventOf(newestFirst[i]).Effect != EventEffect.Repaired)
                continue;
            ordered ??= [.. newestFirst];
            if (TopLogin(ordered, i, eventOf) is not { } top)
                continue;
            var repair = ordered[i];
            ordered.RemoveAt(i);
            ordered.Insert(top, repair);
        }
        return ordered ?? newestFirst;
    }

    /// <summary>The same for rows in either order; with the oldest first, a repair stands below its login.</summary>
    public static IReadOnlyList<T> RepairsAfterLogins<T>(
        this IReadOnlyList<T> rows,
        TimeOrder order,
        Func<T, EventRow> eventOf
    ) =>
        order == TimeOrder.Oldest
            ? [.. RepairsAboveLogins([.. rows.Reverse()], eventOf).Reverse()]
            : rows.RepairsAboveLogins(eventOf);

    private static int? TopLogin<T>(List<T> rows, int repairAt, Func<T, EventRow> eventOf)
    {
        var repair = eventOf(rows[repairAt]);
        int? top = null;
        for (var i = repairAt - 1; i >= 0; i--)
        {
            var above = eventOf(rows[i]);
            if (above.OccurredAt - repair.OccurredAt > MaxApart)
                break;
            if (above.ConnectionId != repair.ConnectionId)
                continue;
            if (above.Effect == EventEffect.Broke)
                break;
            if (IsLogin(above))
                top = i;
        }
        return top;
    }

    private static bool IsLogin(EventRow row) =>
        row
            is {
                Type: EventTypes.ConnectionAttempted or EventTypes.PortalReturned,
                AttemptResult: EventTypes.AttemptSuccess
            };
}
