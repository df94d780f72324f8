using Dashboard.Domain.Connections;

namespace Dashboard.Features.Connections.Views;

/// <summary>How many connections a list has of which no count is kept.</summary>
/// <param name="Number">Up to <see cref="ViewCounter.Max"/>; null: counting would read too much.</param>
public sealed record ViewCount(int? Number);

/// <summary>A saved view as the rail shows it.</summary>
/// <param name="SavedBy">The name of the operator who saved it last.</param>
/// <param name="List">The list at the address.</param>
/// <param name="Count">Null while it was not read, and for lists of which a count is kept.</param>
public sealed record ListedView(
    string Id,
    string Name,
    string Address,
    bool IsShared,
    string SavedBy,
    ConnectionsView List,
    ViewCount? Count
)
{
    internal static ListedView Of(SavedView view, ViewCount? count) =>
        new(view.Id, view.Name, view.Address, view.IsShared, view.SavedBy, SavedViews.ViewOf(view), count);

    /// <summary>The count as a word, "1,298" or "10,000+"; null when it is not known.</summary>
    /// <param name="counts">The counts that are kept.</param>
    public string? CountWords(ConnectionCounts? counts) =>
        ListWords.Total(List, counts) is { } kept ? Text.Counts.Number(kept)
        : Count?.Number is { } read ? Text.Counts.UpTo(read, ViewCounter.Max)
        : null;
}
