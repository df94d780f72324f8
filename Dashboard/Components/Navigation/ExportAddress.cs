using Dashboard.Domain;

namespace Dashboard.Components.Navigation;

/// <summary>Addresses of exports.</summary>
public static class ExportAddress
{
    /// <summary>The page with the exports that are written in the background.</summary>
    public const string Page = "/exports";

    /// <summary>The address at which a list is saved as a file: that of the list, with its filters.</summary>
    /// <param name="list">The list's address: <c>/connections?health=Healthy</c>.</param>
    /// <param name="format">The form.</param>
    /// <returns><c>/connections/export.csv?health=Healthy</c>.</returns>
    public static string Of(string list, ExportFormat format)
    {
        var query = list.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? at : list.Length;
        return $"{list[..query]}/export.{format.ToString().ToLowerInvariant()}{list[query..]}";
    }
}
