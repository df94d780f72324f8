namespace Dashboard.Features.Reconnect.Customer;

/// <summary>What a request reveals about its sender.</summary>
internal static class CustomerRequests
{
    // Programs that open links in messages before people do. Browsers that prefetch say so in a header.
    private static readonly string[] Scanners =
    [
        "bot",
        "crawler",
        "spider",
        "scanner",
        "preview",
        "prefetch",
        "safelinks",
        "proofpoint",
        "mimecast",
        "barracuda",
        "facebookexternalhit",
        "whatsapp",
        "skypeuripreview",
        "headless",
        "curl/",
        "wget/",
        "python-",
        "go-http-client",
    ];

    /// <summary>Whether a person has most likely opened the page.</summary>
    public static bool IsByPerson(this HttpRequest request)
    {
        var agent = request.Headers.UserAgent.ToString();
        return HttpMethods.IsGet(request.Method)
            && agent.Length > 0
            && !IsAhead(request.Headers["Sec-Purpose"])
            && !IsAhead(request.Headers["Purpose"])
            && !Array.Exists(Scanners, word => agent.Contains(word, StringComparison.OrdinalIgnoreCase));
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
