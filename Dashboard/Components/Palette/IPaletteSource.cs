namespace Dashboard.Components.Palette;

/// <summary>Finds one kind of thing for the command palette. Features register theirs, one per circuit.</summary>
public interface IPaletteSource
{
    /// <summary>The heading: "Users".</summary>
    string Title { get; }

    /// <summary>Place among the groups, ascending. Enter opens the first line of the first group.</summary>
    int Order { get; }

    /// <summary>
    /// Finds lines, the best first, up to <see cref="PaletteSearch.MaxItems"/>. Returns none of what the operator may not
    /// see.
    /// </summary>
    /// <param name="text">Trimmed; empty while nothing is typed.</param>
    /// <param name="cancellationToken">Cancelled when more is typed.</param>
    Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken);
}
