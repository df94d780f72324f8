using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Components.Surface;

/// <summary>
/// Adds headers to every response. Does not replace existing headers, which are stricter on pages that
/// customers open.
/// </summary>
internal sealed class PageHeaders(
    IOptions<DashboardOptions> options,
    PublicOrigin origin,
    IEnumerable<IFormTargets> formTargets
)
{
    private const string ForAYear = "max-age=31536000";

    private readonly bool _isPublishedOverHttps = options.Value.PublicUrl.StartsWith(
        Uri.UriSchemeHttps + "://",
        StringComparison.OrdinalIgnoreCase
    );

    public void Write(HttpContext context)
    {
        var headers = context.Response.Headers;
        StayHere(context.Request, headers);
        headers.TryAdd(HeaderNames.XContentTypeOptions, "nosniff");
        headers.TryAdd("Referrer-Policy", "same-origin");
        headers.TryAdd("Cross-Origin-Resource-Policy", "same-origin");
        if (IsSecure(context.Request))
            headers.TryAdd(HeaderNames.StrictTransportSecurity, ForAYear);
        if (IsPage(context.Response))
            WriteForPages(context, headers);
    }

    // The framework makes redirects within the site absolute. Two slashes would lead to another site.
    private static void StayHere(HttpRequest request, IHeaderDictionary headers)
    {
        var here = $"{request.Scheme}://{request.Host}";
        if (
            headers.Location is [{ } target]
            && target.StartsWith(here + "/", StringComparison.OrdinalIgnoreCase)
            && target[(here.Length + 1)..] is not ['/' or '\\', ..]
        )
            headers.Location = target[here.Length..];
    }

    private void WriteForPages(HttpContext context, IHeaderDictionary headers)
    {
        headers.TryAdd(HeaderNames.ContentSecurityPolicy, Policy(context));
        // Antiforgery sets a weaker one.
        headers[HeaderNames.XFrameOptions] = "DENY";
        headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
        headers.TryAdd(
            "Permissions-Policy",
            "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
                + "microphone=(), midi=(), payment=(), usb=()"
        );
        // The next user of the browser must not see an operator's pages.
        headers.TryAdd(HeaderNames.CacheControl, "no-store");
        // A proxy that shortens a page or adds to it breaks it: a circuit starts from comments, and added scripts have no nonce.
        if (!headers.CacheControl.ToString().Contains("no-transform", StringComparison.Ordinal))
            headers.CacheControl = $"{headers.CacheControl}, no-transform";
    }

    private string Policy(HttpContext context)
    {
        return string.Join(
            "; ",
            "default-src 'self'",
            $"script-src 'self' 'nonce-{ScriptNonce.Of(context)}'",
            // MudBlazor places its popups by style attributes.
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            // Older Safaris do not count a WebSocket as 'self'.
            $"connect-src 'self' {Socket(context.Request)}",
            $"form-action {string.Join(' ', formTargets.SelectMany(t => t.Origins).Prepend("'self'"))}",
            "base-uri 'self'",
            "object-src 'none'",
            // Previews of messages contain their content; frames load nothing.
            "frame-src 'none'",
            "frame-ancestors 'none'"
        );
    }

    // Clients can set any Host, so it must not appear in headers when a public address is configured.
    private string Socket(HttpRequest request) =>
        options.Value.PublicUrl.Length > 0
            ? Uri.UriSchemeWs + origin.Value[Uri.UriSchemeHttp.Length..]
            : $"{(request.IsHttps ? "wss" : "ws")}://{request.Host.ToUriComponent()}";

    private bool IsSecure(HttpRequest request) =>
        (request.IsHttps || _isPublishedOverHttps)
        && !request.Host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsPage(HttpResponse response) =>
        response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true;
}

public static class PageHeadersSetup
{
    /// <summary>Must run before everything that responds.</summary>
    public static WebApplication UsePageHeaders(this WebApplication app)
    {
        var headers = ActivatorUtilities.CreateInstance<PageHeaders>(app.Services);
        app.Use(
            (context, next) =>
            {
                // Set at the last moment, because the error page clears all headers.
                context.Response.OnStarting(
                    static state =>
                    {
                        var (writer, starting) = ((PageHeaders, HttpContext))state;
                        writer.Write(starting);
                        return Task.CompletedTask;
                    },
                    (headers, context)
                );
                return next(context);
            }
        );
        return app;
    }
}
