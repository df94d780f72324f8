using Dashboard.SnapTrade;
using Dashboard.Text;

namespace Dashboard.Features.Settings;

/// <summary>Why SnapTrade does not answer as it should, and what to do.</summary>
internal static class SnapTradeWords
{
    public static string Trouble(SnapTradeErrorKind kind) =>
        kind switch
        {
            SnapTradeErrorKind.Unauthorized or SnapTradeErrorKind.ForeignKeys =>
                "SnapTrade refuses the client id or key. Check SnapTrade__ClientId and SnapTrade__ConsumerKey.",
            SnapTradeErrorKind.Forbidden => "SnapTrade answers, but this client may not use the API (403).",
            SnapTradeErrorKind.Gone =>
                "SnapTrade doesn’t offer this to your account any more (410). Ask SnapTrade what replaces it.",
            SnapTradeErrorKind.NotFound =>
                "There is no SnapTrade API at this address. Check SnapTrade__BaseUrl.",
            SnapTradeErrorKind.RateLimited =>
                "SnapTrade’s rate limit is used up. Another system may use the same client id.",
            SnapTradeErrorKind.Unreachable =>
                "SnapTrade can’t be reached. Check the network and SnapTrade__BaseUrl.",
            SnapTradeErrorKind.Timeout => "SnapTrade did not answer in time.",
            SnapTradeErrorKind.ServerError => "SnapTrade answers with errors. See its status page.",
            _ => "SnapTrade sends unexpected responses. Check SnapTrade__BaseUrl.",
        };

    /// <param name="ahead">How far SnapTrade's clock is ahead of ours.</param>
    public static string Clock(TimeSpan ahead, string whose = "SnapTrade’s") =>
        $"This server’s clock is {Span(ahead.Duration())} {(ahead > TimeSpan.Zero ? "behind" : "ahead of")} {whose}. Set it (NTP).";

    private static string Span(TimeSpan difference) =>
        difference < TimeSpan.FromMinutes(1)
            ? Counts.Of((int)difference.TotalSeconds, "second")
            : TimeText.Duration(difference);
}
