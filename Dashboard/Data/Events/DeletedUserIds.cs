using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Events;

/// <summary>SnapTrade may name a deleted user by the id with <c>_deleted</c> behind it.</summary>
internal static class DeletedUserIds
{
    private const string Suffix = "_deleted";

    /// <summary>Gives each <c>USER_DELETED</c> the id of the user it means.</summary>
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
