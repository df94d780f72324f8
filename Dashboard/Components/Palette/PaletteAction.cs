namespace Dashboard.Components.Palette;

/// <summary>An action that the command palette offers by name. A feature registers its own as a singleton.</summary>
/// <param name="Title">A verb first: "Import users".</param>
/// <param name="Href">The page that does it.</param>
/// <param name="Icon">A name from <see cref="Parts.IconShapes"/>.</param>
/// <param name="Policy">The authorization policy; null: every signed-in operator.</param>
/// <param name="Keywords">Other words by which it is found.</param>
public sealed record PaletteAction(
    string Title,
    string Href,
    string Icon,
    string? Policy = null,
    string Keywords = ""
);
