using Dashboard.Data;
using Dashboard.Domain.Connections;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Features.Connections.Views;

/// <summary>
/// Counts a list of which no count is kept, as far as it is cheap: it stops at <see cref="Max"/>, and lists of which many
/// connections would have to be read to find few are not counted.
/// </summary>
internal static class ViewCounter
{
    /// <summary>Where counting stops.</summary>
    public const int Max = 10_000;

    /// <summary>How many connections may be looked at one by one; each takes some 20 µs when its pages are cached.</summary>
    public const int MaxTested = 5000;

    /// <summary>How many match, up to <see cref="Max"/>; null when counting would read too much.</summary>
    /// <param name="db">The database.</param>
    /// <param name="view">The list.</param>
    /// <param name="filter">The filter of the list.</param>
    /// <param name="counts">The counts that are kept.</param>
    /// <param name="brokerages">All brokerages.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<int?> CountAsync(
        DashboardDbContext db,
        ConnectionsView view,
        ConnectionFilter filter,
        ConnectionCounts counts,
        IReadOnlyCollection<Brokerage> brokerages,
        CancellationToken cancellationToken
    )
    {
        var found = await FoundConnections.FindAsync(db, filter, brokerages, cancellationToken);
        return Tests(view, found) && Tested(view, counts) > MaxTested
            ? null
            : await ConnectionSearch
                .Matching(db, filter, brokerages, found)
                .Take(Max)
                .CountAsync(cancellationToken);
    }

    // Few connections are assigned to one person or snoozed, and what a search found beforehand are few too.
    private static bool Tests(ConnectionsView view, FoundConnections? found) =>
        view is { Mine: false, Snoozed: not SnoozeView.Only }
        && (found is null ? view.Duplicates || view.NeverContacted : found.IsTested);

    private static long Tested(ConnectionsView view, ConnectionCounts counts) =>
        ListWords.Total(new ConnectionsView(view.Health, view.Brokerage, Days: null, Search: null), counts)
        ?? 0;
}
