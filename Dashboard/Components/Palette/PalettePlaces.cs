using Dashboard.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Components.Palette;

/// <summary>Screens or actions by name, those that the operator may open; all of them while nothing is typed.</summary>
internal sealed class PalettePlaces(
    string title,
    int order,
    IEnumerable<PaletteAction> places,
    IAuthorizationService authorization,
    AuthenticationStateProvider person
) : IPaletteSource
{
    private readonly IReadOnlyList<Place> _places =
    [
        .. places.Select(place => new Place(place, SearchTokens.Of(place.Title, place.Keywords))),
    ];

    public string Title => title;

    public int Order => order;

    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken)
    {
        var words = SearchTokens.WordsOf(text);
        if (words.Count == 0 && text.Length > 0)
            return [];
        var user = (await person.GetAuthenticationStateAsync()).User;
        List<PaletteItem> found = [];
        foreach (var (place, _) in _places.Where(p => SearchTokens.Match(words, p.Tokens)))
        {
            if (
                place.Policy is not { } policy
                || (await authorization.AuthorizeAsync(user, policy)).Succeeded
            )
                found.Add(new PaletteItem(place.Title, place.Href, place.Icon));
        }
        return found;
    }

    private sealed record Place(PaletteAction Action, IReadOnlyList<string> Tokens);
}
