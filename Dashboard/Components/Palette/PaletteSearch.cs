namespace Dashboard.Components.Palette;

/// <summary>Asks every source of the command palette.</summary>
public sealed class PaletteSearch(IEnumerable<IPaletteSource> sources)
{
    /// <summary>How many lines a group has at most: more are better searched in their list.</summary>
    public const int MaxItems = 5;

    private readonly IReadOnlyList<IPaletteSource> _sources = [.. sources.OrderBy(source => source.Order)];

    /// <summary>The groups that found something, in their order.</summary>
    /// <param name="text">What was typed; may be empty.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<IReadOnlyList<PaletteGroup>> FindAsync(string text, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(
            _sources.Select(async source => new PaletteGroup(
                source.Title,
                await source.FindAsync(text, cancellationToken)
            ))
        );
        return [.. found.Where(group => group.Items.Count > 0)];
    }
}
