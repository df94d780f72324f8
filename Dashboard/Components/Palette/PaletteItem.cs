namespace Dashboard.Components.Palette;

/// <summary>A line of the command palette: a link.</summary>
/// <param name="Title">"Zoë Übermut", "Invite a colleague".</param>
/// <param name="Href">Path and query from the root.</param>
/// <param name="Icon">A name from <see cref="Parts.IconShapes"/>.</param>
/// <param name="Detail">Quieter words after the title, e.g. an id and an address.</param>
public sealed record PaletteItem(string Title, string Href, string Icon, string? Detail = null);

/// <summary>The lines that one source found, under its heading.</summary>
public sealed record PaletteGroup(string Title, IReadOnlyList<PaletteItem> Items);
