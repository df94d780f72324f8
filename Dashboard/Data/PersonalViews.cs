using Dashboard.Domain.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Data;

/// <summary>Saved views that were made for one person: they are named after the person, or search for them.</summary>
internal static class PersonalViews
{
    /// <param name="db">The context of the transaction that erases the person.</param>
    /// <param name="names">The person's name and addresses.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    public static async Task RemoveAsync(
        DashboardDbContext db,
        IEnumerable<string> names,
        CancellationToken cancellationToken
    )
    {
        List<string> known = [.. names];
        // There are few views, and their addresses are escaped.
        var views = await db.SavedViews.AsNoTracking().ToListAsync(cancellationToken);
        foreach (var view in views.Where(v => known.Exists(name => IsAbout(v, name))))
            await db.SavedViews.Where(v => v.Id == view.Id).ExecuteDeleteAsync(cancellationToken);
    }

    private static bool IsAbout(SavedView view, string name)
    {
        var query = view.Address.IndexOf('?', StringComparison.Ordinal);
        var search =
            query < 0 ? "" : QueryHelpers.ParseQuery(view.Address[query..]).GetValueOrDefault("q").ToString();
        return Has(view.Name, name) || Has(search, name);
    }

    // As whole words: "Li" is a name, and not a part of "Lisbon".
    private static bool Has(string text, string name) =>
        $" {text} ".Contains($" {name.Trim()} ", StringComparison.OrdinalIgnoreCase);
}
