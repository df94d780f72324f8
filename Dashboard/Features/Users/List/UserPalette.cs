using Dashboard.Access;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Text;

namespace Dashboard.Features.Users.List;

/// <summary>Users for the command palette, also those without a connection. A whole id or address comes first.</summary>
internal sealed class UserPalette(UserQueries queries, CurrentOperator current) : IPaletteSource
{
    public string Title => "Users";

    public int Order => 10;

    public async Task<IReadOnlyList<PaletteItem>> FindAsync(string text, CancellationToken cancellationToken)
    {
        if (text.Length == 0 || !current.Can(Permission.ViewConnections))
            return [];
        var exact = await queries.ExactAsync(text, cancellationToken);
        var view = UsersView.Default with { Search = text, IsById = true };
        var page = await queries.PageAsync(view, after: null, PaletteSearch.MaxItems, cancellationToken);
        return
        [
            .. exact
                .UnionBy(page.Rows, row => row.Id, StringComparer.Ordinal)
                .Take(PaletteSearch.MaxItems)
                .Select(row => new PaletteItem(
                    row.DisplayName,
                    UserAddress.Of(row.Id),
                    "users",
                    string.Join(", ", new[] { row.Email, Broken(row) }.OfType<string>())
                )),
        ];
    }

    private static string? Broken(UserRow row) =>
        row.Broken == 0 ? null : $"{Counts.Number(row.Broken)} disabled";
}
