using System.Diagnostics;
using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Reconnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Components.Customer;

/// <summary>
/// Protects pages that customers open with a secret in the URL. Prevents leaks of the URL: no referrer, no
/// cache, no index, no frame, no third-party content, no trace with the URL; and limits the rate of
/// requests.
/// </summary>
/// <param name="prefix">The path before the token: <c>/r</c>.</param>
/// <param name="formTargets">The allowed form targets besides this site, as sources of a content policy; read at the first request.</param>
/// <param name="take">Decides whether a request may continue, and if not, when to retry.</param>
public sealed partial class CustomerGate(
    string prefix,
    IEnumerable<string> formTargets,
    Func<HttpContext, (bool Allowed, TimeSpan? RetryAfter)> take
) : IEndpointFilter
{
    /// <summary>The pattern of a link to which a mail program added a slash and punctuation.</summary>
    public const string AddedPunctuation = @"/{token}/{added:regex(^\W+$)}";
    private const int SecondsUntilAgain = 4;

    // Chromium applies form-action to redirects after a form too, so the portal must be listed.
    private readonly Lazy<string> _policy = new(() =>
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        + $"form-action {string.Join(' ', formTargets.Prepend("'self'"))}; "
        + "base-uri 'none'; frame-ancestors 'none'"
    );

    /// <summary>The group of protected pages.</summary>
    public RouteGroupBuilder Map(IEndpointRouteBuilder app) =>
        // No antiforgery token: it needs a cookie, which mail programs' browsers lose, and the secret in the
        // URL, which no other site knows, replaces it.
        app.MapGroup(prefix)
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription()
            .AddEndpointFilter(this);

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        // Traces would carry the token otherwise.
        Activity.Current?.SetTag("url.path", prefix + "/{token}");
        Write(http.Response.Headers);
        Tidy(context);
        var (allowed, retryAfter) = take(http);
        if (!allowed)
            return Show(http, new GeneralPages(http.Request.Language()).TooMany(retryAfter), token: null);
        try
        {
            return await next(context);
        }
        catch (Exception exception)
            when (!http.RequestAborted.IsCancellationRequested && !http.Response.HasStarted)
        {
            // The general error page lacks the headers that protect the token.
            LogFailed(LoggerOf(http), http.Request.Method, prefix, exception);
            http.Response.Clear();
            Write(http.Response.Headers);
            var page = new GeneralPages(http.Request.Language()).OutOfOrder();
            return Show(http, page, http.GetRouteValue("token") as string);
        }
    }

    /// <summary>The answer that shows a page.</summary>
    /// <param name="context">The request.</param>
    /// <param name="page">The page.</param>
    /// <param name="token">The link's token; without a well-formed one the page offers no action.</param>
    public RazorComponentResult<CustomerDocument> Show(HttpContext context, CustomerPage page, string? token)
    {
        if (page.RetryAfter is { } wait)
            context.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        // A header instead of an element, which would announce the refresh to screen readers.
        if (page.AgainUrl is { } again)
            context.Response.Headers["Refresh"] = $"{SecondsUntilAgain};url={again}";
        var path = token is not null && LinkToken.IsWellFormed(token) ? $"{prefix}/{token}" : null;
        return new(
            new
            {
                Page = page with
                {
                    Action = path is null ? CustomerAction.None : page.Action,
                },
                Path = path,
            }
        )
        {
            StatusCode = page.Status,
            PreventStreamingRendering = true,
        };
    }

    // Before the token is read: mail programs add adjacent punctuation to links.
    private static void Tidy(EndpointFilterInvocationContext context)
    {
        var values = context.HttpContext.Request.RouteValues;
        if (
            values["token"] is not string read
            || LinkToken.Find(Uri.UnescapeDataString(read)) is not { } token
        )
            return;
        values["token"] = token;
        for (var i = 0; i < context.Arguments.Count; i++)
            if (context.Arguments[i] is string argument && argument == read)
                context.Arguments[i] = token;
    }

    private void Write(IHeaderDictionary headers)
    {
        // Proxies that rewrite e-mail addresses hide the support contact behind a script, which the policy blocks.
        headers[HeaderNames.CacheControl] = "no-store, no-transform";
        headers[HeaderNames.ContentSecurityPolicy] = _policy.Value;
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers[HeaderNames.XContentTypeOptions] = "nosniff";
        headers[HeaderNames.XFrameOptions] = "DENY";
    }

    private static ILogger LoggerOf(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(CustomerGate).FullName!);

    // Without the address, which holds the token.
    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A customer's {Method} of a page behind {Prefix} failed"
    )]
    private static partial void LogFailed(ILogger logger, string method, string prefix, Exception exception);
}
