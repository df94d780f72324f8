using System.Globalization;
using System.Net.Http.Headers;

namespace Dashboard.SnapTrade;

/// <summary>What SnapTrade's <c>X-RateLimit-*</c> headers say.</summary>
/// <param name="Limit">Calls a minute; null when it is not said.</param>
/// <param name="Reset">How long it holds.</param>
internal sealed record RateLimit(int? Limit, int Remaining, TimeSpan Reset)
{
    /// <summary>Null unless it is said both how many calls remain and for how long.</summary>
    public static RateLimit? Read(HttpResponseHeaders headers) =>
        Count(headers, "X-RateLimit-Remaining") is { } remaining && ReadReset(headers) is { } reset
            ? new(Count(headers, "X-RateLimit-Limit"), remaining, reset)
            : null;

    /// <summary>Time until the limit is fresh again.</summary>
    public static TimeSpan? ReadReset(HttpResponseHeaders headers) =>
        Number(headers, "X-RateLimit-Reset") is { } seconds and >= 0 and < 86_400
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static int? Count(HttpResponseHeaders headers, string name) =>
        Number(headers, name) is { } number ? (int)Math.Clamp(number, 0, int.MaxValue) : null;

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
