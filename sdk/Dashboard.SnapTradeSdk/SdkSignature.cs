using System.Web;
using Dashboard.SnapTrade;

namespace Dashboard.SnapTradeSdk;

/// <summary>The calls that the SDK signs as it sends them.</summary>
internal static class SdkSignature
{
    /// <exception cref="SnapTradeException">The signature would not match the request.</exception>
    public static void ThrowIfWrong(SnapTradeCall call)
    {
        if (!IsRight(call))
            throw new SnapTradeException(
                SnapTradeErrorKind.BadRequest,
                $"SnapTrade.Net can't sign {call} for this user or connection, because of characters such as + / = or : in their names. Set SnapTrade__Client to Http."
            );
    }

    // The SDK signs paths unescaped, and queries with upper-case escapes, while RestSharp sends lower-case ones.
    private static bool IsRight(SnapTradeCall call) =>
        !call.Path.Contains('%', StringComparison.Ordinal)
        && call.Parameters.All(parameter => Sent(parameter.Value) == Uri.EscapeDataString(parameter.Value));

    private static string Sent(string value)
    {
        var escaped = HttpUtility.UrlEncode(value).Replace("+", "%20", StringComparison.Ordinal);
        return new Uri($"https://host/?{escaped}").Query.TrimStart('?');
    }
}
