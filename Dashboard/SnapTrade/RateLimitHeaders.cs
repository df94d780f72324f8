using System.Globalization;
using System.Net.Http.Headers;

namespace Dashboard.SnapTrade;

/// <summary>SnapTrade's <c>X-RateLimit-*</c> headers.</summary>
internal static class RateLimitHeaders
{
    public static int? Remaining(HttpResponseHeaders headers) =>
        Number(headers, "X-RateLimit-Remaining") is { } number
            ? (int)Math.Clamp(number, 0, int.MaxValue)
            : null;

    /// <summary>Time until the limit is fresh again.</summary>
    public static TimeSpan? Reset(HttpResponseHeaders headers) =>
        Number(headers, "X-RateLimit-Reset") is { } seconds and >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static double? Number(HttpResponseHeaders headers, string name) =>
        headers.TryGetValues(name, out var values)
        && double.TryParse(
            values.First(),
            NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;
}
