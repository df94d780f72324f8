namespace Dashboard.Data.Reading;

/// <summary>Patterns for <c>LIKE ... ESCAPE '\'</c> with the same meaning in both databases.</summary>
public static class LikePattern
{
    /// <summary>Pass as the third argument of <c>EF.Functions.Like</c>.</summary>
    public const string Escape = "\\";

    /// <summary>Matches text that contains <paramref name="part"/>, wildcard characters taken literally.</summary>
    public static string Containing(string part) => $"%{Literal(part)}%";

    /// <summary>Matches text that starts with <paramref name="start"/>, wildcard characters taken literally.</summary>
    public static string StartingWith(string start) => $"{Literal(start)}%";

    // SQL Server also reads [ as the start of a character class; SQLite accepts the escape.
    private static string Literal(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)
            .Replace("[", "\\[", StringComparison.Ordinal);
}
