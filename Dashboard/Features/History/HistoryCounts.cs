using Dashboard.Data;
using Dashboard.Data.Reading;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.History;

/// <summary>Counts events where an index has them together: it stops at <see cref="Max"/>.</summary>
internal static class HistoryCounts
{
    /// <summary>Where counting stops.</summary>
    public const int Max = 5_000;

    /// <summary>How many match, up to <see cref="Max"/>; null where counting would read too much to find few.</summary>
    public static async Task<int?> CountAsync(
        DashboardDbContext db,
        HistoryFilter filter,
        CancellationToken cancellationToken
    )
    {
        var found = await FoundUsers.FindAsync(db, filter.Search, cancellationToken);
        filter = await BrokerageEvents.ResolveAsync(db, filter, cancellationToken);
        var isOfFew = filter.UserId is not null || filter.ConnectionId is not null || found?.Ids is not null;
        if (await BrokerageEvents.AreFewAsync(db, filter, found, cancellationToken))
        {
            var sum = 0;
            foreach (var part in BrokerageEvents.Of(db, filter, found))
                sum += await part.Take(Max).CountAsync(cancellationToken);
            return Math.Min(sum, Max);
        }
        if (!isOfFew && (filter.Brokerage is not null || found is not null))
            return null;
        return await HistorySearch.Matching(db, filter, found).Take(Max).CountAsync(cancellationToken);
    }
}
