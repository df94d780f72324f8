using Dashboard.Access;
using Dashboard.Components.Palette;
using Dashboard.Domain;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Connections.Views;

/// <summary>Saved views by name, for the command palette; all of them while nothing is typed.</summary>
internal sealed class SavedViewPalette(ViewBoard board, LiveCounts counts, CurrentOperator current)
    : IPaletteSource
{
    public string Title => "Saved views";

    public int Order => 35;

    public Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PaletteItem>>(
            current.Can(Permission.ViewConnections) ? [.. Find(SearchTokens.WordsOf(text), text)] : []
        );

    private IEnumerable<PaletteItem> Find(IReadOnlyList<string> words, string text) =>
        board
            .Of(current.Id)
            .Where(view =>
                (words.Count > 0 || text.Length == 0) && SearchTokens.Match(words, SearchTokens.Of(view.Name))
            )
            .Take(PaletteSearch.MaxItems)
            .Select(view => new PaletteItem(
                view.Name,
                view.Address,
                view.IsShared ? "users" : "filter",
                view.CountWords(counts.Now)
            ));
}
