namespace Dashboard.Domain;

/// <summary>Validates ids and names from other systems.</summary>
public static class OutsideText
{
    /// <summary>
    /// Whether a text has no control characters and no half surrogate pairs: no page and no address can show those, and
    /// they may change what a terminal or a log shows around them.
    /// </summary>
    public static bool IsShowable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsSurrogatePair(text, i))
                return false;
            i++;
        }
        return true;
    }

    /// <summary>
    /// Whether a text can be an id. SQL Server ignores trailing spaces in comparisons, so an id that ends in one would
    /// match another.
    /// </summary>
    /// <param name="id">The id as received.</param>
    /// <param name="longest">In UTF-16 units.</param>
    public static bool IsId(string? id, int longest) =>
        !string.IsNullOrWhiteSpace(id) && id.Length <= longest && !id.EndsWith(' ') && IsShowable(id);
}

/// <summary>
/// An id as a segment of a path, and back. Browsers, proxies and servers interpret <c>.</c> and <c>..</c> as directories, even
/// when they are percent-encoded, so these two get a tilde as a prefix, and so do ids that begin like that.
/// </summary>
public static class PathSegment
{
    private const char Mark = '~';

    public static string Of(string id) => Uri.EscapeDataString(IsDots(id) ? Mark + id : id);

    /// <param name="segment">Decoded.</param>
    public static string ToId(string segment) =>
        segment.StartsWith(Mark) && IsDots(segment) ? segment[1..] : segment;

    private static bool IsDots(string text) => text.TrimStart(Mark) is "." or "..";
}
