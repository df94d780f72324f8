using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>SnapTrade may append <c>_deleted</c> to the id of a deleted user.</summary>
internal static class DeletedUserIds
{
    private const string Suffix = "_deleted";

    /// <summary>Corrects the user id of each <c>USER_DELETED</c>.</summary>
    /// <returns>The same events; an id is shortened only if the short one is known and the long one is not.</returns>
    public static async Task<List<IncomingEvent>> RestoreAsync(
        DashboardDbContext db,
        List<IncomingEvent> events,
        CancellationToken cancellationToken
    )
    {
        var marked = events
            .Where(IsMarked)
            .SelectMany(e => new[] { e.UserId, Short(e.UserId) })
            .Distinct(StringComparer.Ordinal)
            .ToList();
        if (marked.Count == 0)
            return events;
        var known = await db
            .SnapTradeUsers.Where(u => marked.Contains(u.Id))
            .Select(u => u.Id)
            .ToHashSetAsync(StringComparer.Ordinal, cancellationToken);
        return events.ConvertAll(e =>
            IsMarked(e) && !known.Contains(e.UserId) && known.Contains(Short(e.UserId))
                ? e with
                {
                    UserId = Short(e.UserId),
                }
                : e
        );
    }

    private static bool IsMarked(IncomingEvent item) =>
        item.Type == EventTypes.UserDeleted
        && item.UserId.Length > Suffix.Length
        && item.UserId.EndsWith(Suffix, StringComparison.Ordinal);

    private static string Short(string userId) => userId[..^Suffix.Length];
}
