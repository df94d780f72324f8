using Dashboard.Domain.Events;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data.Storage;

/// <summary>The types that stored events have, found by steps through an index, whatever the number of events.</summary>
internal static class EventTypesStored
{
    public static async Task<IReadOnlyList<string>> ReadAsync(
        DashboardDbContext db,
        CancellationToken cancellationToken
    )
    {
        List<string> types = [];
        var last = "";
        while (true)
        {
            var next = await db
                .Events.Where(e => string.Compare(e.Type, last) > 0)
                .OrderBy(e => e.Type)
                .Select(e => e.Type)
                .FirstOrDefaultAsync(cancellationToken);
            if (next is null)
                return types;
            types.Add(next);
            last = next;
        }
    }

    /// <summary>When the oldest event of a type happened; null without one.</summary>
    public static Task<DateTimeOffset?> OldestAsync(
        DashboardDbContext db,
        string type,
        CancellationToken cancellationToken
    ) =>
        db
            .Events.Where(e => e.Type == type)
            .OrderBy(e => e.OccurredAt)
            .Select(e => (DateTimeOffset?)e.OccurredAt)
            .FirstOrDefaultAsync(cancellationToken);
}
