namespace Dashboard.Components.Navigation;

/// <summary>The entries of the rail, before permission checks. One per circuit.</summary>
public interface INavigationCatalog
{
    /// <summary>Raised when a count changed; on any thread.</summary>
    event Action? Changed;

    /// <summary>The entries in the order of the rail.</summary>
    IReadOnlyList<NavEntry> Entries { get; }

    /// <summary>The figure of the entry with this <paramref name="href"/>; null: none is shown.</summary>
    int? CountOf(string href);

    /// <summary>Sets the figure of the entry with this <paramref name="href"/>; null hides it.</summary>
    /// <exception cref="InvalidOperationException">The entry is not <see cref="NavEntry.IsCounted"/>.</exception>
    void SetCount(string href, int? count);
}
