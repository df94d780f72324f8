using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Dashboard.Domain.Reconnect;

namespace Dashboard.Features.Connections.Timelines;

/// <summary>Which events of a timeline are one attempt to repair: the start at the portal, its answers, the way back.</summary>
public static class Attempts
{
    /// <summary>Steps that are further apart belong to different attempts: a visit to the portal does not take so long.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(30);

    /// <summary>From the first step to the last: customers who try for longer made several attempts.</summary>
    public static readonly TimeSpan MaxLength = LinkOutcome.Visit;

    /// <summary>
    /// Groups the steps of each attempt; any other event is a group of its own. The order is kept. Another event between two
    /// steps, such as a break, ends an attempt.
    /// </summary>
    /// <param name="newestFirst">Rows in the order in which they are shown.</param>
    /// <param name="eventOf">The event of a row.</param>
    public static IReadOnlyList<IReadOnlyList<T>> ByAttempt<T>(
        this IReadOnlyList<T> newestFirst,
        Func<T, EventRow> eventOf
    )
    {
        List<List<T>> groups = [];
        foreach (var row in newestFirst)
        {
            if (groups is [.., var group] && Continues(eventOf(group[0]), eventOf(group[^1]), eventOf(row)))
                group.Add(row);
            else
                groups.Add([row]);
        }
        return groups;
    }

    // Whether a row belongs to the attempt of the row above it.
    private static bool Continues(EventRow newest, EventRow newer, EventRow older) =>
        IsLaterStep(newer)
        && (IsLaterStep(older) || IsStart(older))
        && newer.ConnectionId == older.ConnectionId
        && newer.OccurredAt - older.OccurredAt <= MaxPause
        && newest.OccurredAt - older.OccurredAt <= MaxLength;

    /// <summary>Whether a page may end within an attempt.</summary>
    public static bool MayBeCut(IReadOnlyList<EventRow> page) =>
        page.LastOrDefault(row => row.Effect != EventEffect.Repaired) is { } step && IsLaterStep(step);

    /// <summary>
    /// The earlier rows that complete the attempt at the end of a page. Repairs among them are included: they are shown above
    /// their logins (see <see cref="RepairOrder"/>).
    /// </summary>
    /// <param name="page">Newest first; not empty.</param>
    /// <param name="earlier">What follows the page.</param>
    public static IReadOnlyList<EventRow> RestOf(
        IReadOnlyList<EventRow> page,
        IReadOnlyList<EventRow> earlier
    )
    {
        var attempts = page.Where(row => row.Effect != EventEffect.Repaired).ToList().ByAttempt(row => row);
        if (attempts is not [.., [var newest, ..] attempt])
            return [];
        var step = attempt[^1];
        var count = 0;
        foreach (var row in earlier)
        {
            if (row.Effect != EventEffect.Repaired)
            {
                if (!Continues(newest, step, row))
                    break;
                step = row;
            }
            count++;
        }
        return [.. earlier.Take(count)];
    }

    private static bool IsStart(EventRow row) => row.Type == EventTypes.PortalStarted;

    private static bool IsLaterStep(EventRow row) =>
        row.Type
            is EventTypes.ConnectionAttempted
                or EventTypes.ConnectionFailed
                or EventTypes.PortalReturned;
}
