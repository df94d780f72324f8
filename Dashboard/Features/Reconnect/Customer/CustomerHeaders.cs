using Dashboard.SnapTrade;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>
/// Keeps the token in the URL from leaving: no referrer, no cache, no index, no frame, nothing loaded from
/// anybody else.
/// </summary>
internal sealed class CustomerHeaders(IOptions<SnapTradeOptions> options)
{
    // Chromium holds redirects that follow a form to form-action too, so the portal has to be named.
    private readonly string policy =
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        + $"form-action 'self' {string.Join(' ', Sources(options.Value))}; "
        + "base-uri 'none'; frame-ancestors 'none'";

    public void Write(IHeaderDictionary headers)
    {
        headers[HeaderNames.CacheControl] = "no-store";
        headers[HeaderNames.ContentSecurityPolicy] = policy;
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers[HeaderNames.XFrameOptions] = "DENY";
    }

    private static IEnumerable<string> Sources(SnapTradeOptions options) =>
        options.PortalHostNames.SelectMany(host =>
            options.AllowsPortal($"http://{host}")
                ? new[] { $"https://{host}:*", $"http://{host}:*" }
                : [$"https://{host}"]
        );
}
