using System.Text;

namespace Dashboard.Features.Account;

/// <summary>Validates the URL to open after signing in. It comes from the query, so it must not lead to another site.</summary>
internal static class LocalUrl
{
    public const string Home = "/";

    public static string OrHome(string? url) => url is not null && IsLocal(url) ? url : Home;

    /// <summary>A page of this site that then redirects to <paramref name="url"/>.</summary>
    public static string With(string page, string? url) =>
        OrHome(url) is var wanted && wanted == Home
            ? page
            : $"{page}?returnUrl={Uri.EscapeDataString(wanted)}";

    // Browsers read "\" as "/" and drop control characters, so "/\evil" and "/\t/evil" lead away too. Beyond ASCII a
    // header can't carry it, and some characters look or are folded like a slash; our own addresses are encoded.
    private static bool IsLocal(string url) =>
        url.StartsWith('/')
        && !(url.Length > 1 && url[1] is '/' or '\\')
        && Ascii.IsValid(url)
        && !url.Any(c => char.IsControl(c) || c == '\\')
        && Uri.TryCreate(url, UriKind.Relative, out _)
        && !HasEmptyOrDotSegment(url);

    // Browsers resolve dots, also encoded ones, so "/.//evil" becomes "//evil".
    private static bool HasEmptyOrDotSegment(string url)
    {
        var path = url.Split('?', '#')[0];
        var segments = path.Split('/')[1..];
        return segments[..^1].Contains("") || segments.Any(s => Uri.UnescapeDataString(s) is "." or "..");
    }
}
