using System.Text.RegularExpressions;

namespace Dashboard.SnapTrade;

/// <summary>Takes what must not be logged out of URLs and texts that hold them.</summary>
public static partial class UrlRedaction
{
    /// <summary>Replaces every query of a URL by <c>?*</c>, and values of secrets in other places.</summary>
    public static string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Secret().Replace(Query().Replace(text, "?*"), "$1*");
    }

    [GeneratedRegex("""(?<=\S)\?[^\s"'<>]+""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();

    [GeneratedRegex(
        """((?:user_?secret|consumer_?key|signature)["']?\s*[=:]\s*["']?)[^\s"'&,}]+""",
        RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Secret();
}
