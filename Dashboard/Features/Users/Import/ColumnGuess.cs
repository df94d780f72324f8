using System.Text;
using Dashboard.Domain;

namespace Dashboard.Features.Users.Import;

/// <summary>Guesses from a file's header which column holds which field.</summary>
internal static class ColumnGuess
{
    private const int LongestShown = 40;

    /// <summary>
    /// Each field gets the first column with its most specific spelling, and each column at most one field. The order of the
    /// columns, letter case, spaces and punctuation do not matter.
    /// </summary>
    public static ImportMapping Of(IReadOnlyList<string> headers)
    {
        var keys = headers.Select(Key).ToList();
        var columns = new Dictionary<ImportField, int>();
        foreach (var field in ImportFields.All)
        {
            var column = ImportFields
                .Spellings(field)
                .Select(spelling => keys.IndexOf(spelling))
                .FirstOrDefault(index => index >= 0, -1);
            if (column >= 0)
                columns[field] = column;
        }
        return new ImportMapping(columns);
    }

    /// <summary>A header as spellings are compared: folded letters and digits alone.</summary>
    public static string Key(string header)
    {
        var key = new StringBuilder(header.Length);
        foreach (var letter in SearchText.Of(header).Where(char.IsLetterOrDigit))
            key.Append(letter);
        return key.ToString();
    }

    /// <summary>
    /// A header as a screen may show it. In a file without a header the first row may contain a person or a secret, so text
    /// that does not look like a column name is replaced by the column's number.
    /// </summary>
    public static string Shown(string header, int column) =>
        LooksLikeName(header.Trim()) ? header.Trim() : $"Column {column + 1}";

    private static bool LooksLikeName(string header) =>
        header.Length is > 0 and <= LongestShown
        && char.IsLetter(header[0])
        && !header.Any(char.IsDigit)
        && header.All(c => char.IsLetter(c) || c is ' ' or '_' or '-' or '.' or '/' or '(' or ')');
}
