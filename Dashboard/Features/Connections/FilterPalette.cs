using Dashboard.Access;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Connections;

/// <summary>Typed filters for the command palette: each line is the list of connections with the filters so far.</summary>
internal sealed class FilterPalette(LiveCounts counts, CurrentOperator current) : IPaletteSource
{
    public string Title => "Connections with these filters";

    public int Order => 0;

    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (!text.Contains(':', StringComparison.Ordinal) || !current.Can(Permission.ViewConnections))
            return [];
        if (counts.Now is null)
            await counts.StartAsync();
        var known = counts.Now;
        var typed = text[..(text.LastIndexOf(' ') + 1)];
        return
        [
            .. TypedFilters
                .Suggest(text, known)
                .Take(PaletteSearch.MaxItems)
                .Select(word => TypedFilters.Read(ConnectionsView.Default, typed + word, known))
                .Select(view => new PaletteItem(
                    ListWords.Describe(view, known, current.DisplayName),
                    view.ToUri(),
                    "filter",
                    ListWords.Total(view, known) is { } total ? Text.Counts.Number(total) : null
                ))
                .DistinctBy(item => item.Href),
        ];
    }
}
