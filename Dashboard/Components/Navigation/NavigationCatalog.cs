namespace Dashboard.Components.Navigation;

/// <summary>Gathers the <see cref="NavEntry"/> singletons that the features registered.</summary>
public sealed class NavigationCatalog(IEnumerable<NavEntry> registered) : INavigationCatalog
{
    private volatile IReadOnlyList<NavEntry> _entries = [.. registered.OrderBy(entry => entry.Order)];

    public event Action? Changed;

    public IReadOnlyList<NavEntry> Entries => _entries;

    public void SetCount(string href, int? count)
    {
        var current = _entries.FirstOrDefault(entry => entry.Href == href);
        if (current is null || current.Count == count)
            return;

        _entries = [.. _entries.Select(entry => entry.Href == href ? entry with { Count = count } : entry)];
        Changed?.Invoke();
    }
}
