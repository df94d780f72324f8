namespace Dashboard.Domain;

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
