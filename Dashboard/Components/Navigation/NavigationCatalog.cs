using System.Collections.Concurrent;

namespace Dashboard.Components.Navigation;

/// <summary>Gathers the <see cref="NavEntry"/> singletons that the features registered.</summary>
public sealed class NavigationCatalog(IEnumerable<NavEntry> registered) : INavigationCatalog
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public event Action? Changed;

    public IReadOnlyList<NavEntry> Entries { get; } =
    [.. registered.OrderBy(entry => entry.Group).ThenBy(entry => entry.Order)];

    public int? CountOf(string href) => _counts.TryGetValue(href, out var count) ? count : null;

    public void SetCount(string href, int? count)
    {
        if (CountOf(href) == count)
            return;
        if (Entries.FirstOrDefault(entry => entry.Href == href) is { IsCounted: false } entry)
            throw new InvalidOperationException($"The entry \"{entry.Title}\" has no place for a figure.");

        if (count is { } known)
            _counts[href] = known;
        else
            _counts.TryRemove(href, out _);
        Changed?.Invoke();
    }
}
