using System.Text.RegularExpressions;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>What a request reveals about its sender.</summary>
internal static partial class CustomerRequests
{
    // Whole words only: brands of phones such as CUBOT have them inside.
    [GeneratedRegex(
        """
            \b(bots?|crawler|spider|scanner|prefetch|safelinks|linkscan\w*|urldefense|proofpoint|mimecast|barracuda|trendmicro|sophos|forcepoint|cloudmark|zscaler|fireeye|headless\w*)\b
            | \b(google|bing|slack|telegram|discord|twitter|linkedin|apple|yandex|duckduck|ahrefs|semrush|mj12|petal|dot|facebook|pinterest|seznam|exa|cc|gpt|claude|yahoo|baidu|mattermost|redd?it|msn|ads?|vk|line|kakao\w*)-?(bot|spider)\b
            | bot/v?\d(?<!cubot/v?\d) | compatible;\s*[\w.-]*bot\b | \+https?://
            | \b(facebookexternalhit|skypeuripreview|bingpreview|google-pagerenderer|googleimageproxy|yahoomailproxy|ms-office-link|existence\s+discovery)\b
            | ^whatsapp/ | ^(curl|wget|python|java|ruby|php|perl|okhttp|axios|node|libwww-perl|go-http-client|apache-httpclient|guzzlehttp)\b
            | \b(curl|wget)/ | \bpython-(requests|urllib|httpx|aiohttp)\b | go-http-client
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Scanners();

    /// <summary>Whether a person has most likely opened the page.</summary>
    public static bool IsByPerson(this HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return HttpMethods.IsGet(request.Method)
            && agent.Length > 0
            && !IsAhead(request.Headers["Sec-Purpose"])
            && !IsAhead(request.Headers["Purpose"])
            && !Scanners().IsMatch(agent);
    }

    /// <summary>
    /// Whether a page of ours sent the form. The token in the URL is the capability and needs no cookie beside
    /// it; the check keeps other pages from starting a login.
    /// </summary>
    /// <param name="request">The form.</param>
    /// <param name="publicOrigin">The origin of links; behind a proxy the request may have another host.</param>
    public static bool IsFromOurPage(this HttpRequest request, string publicOrigin)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";
        // Our own no-referrer policy turns the form's Origin into "null".
        var origin = request.Headers.Origin.ToString();
        return origin is "" or "null"
            || string.Equals(origin, publicOrigin, StringComparison.OrdinalIgnoreCase)
            || string.Equals(
                origin,
                $"{request.Scheme}://{request.Host.Value}",
                StringComparison.OrdinalIgnoreCase
            );
    }

    private static bool IsAhead(string? purpose) =>
        purpose?.Contains("prefetch", StringComparison.OrdinalIgnoreCase) == true
        || purpose?.Contains("preview", StringComparison.OrdinalIgnoreCase) == true;
}
