using System.Diagnostics;
using System.Globalization;
using Dashboard.Domain.Reconnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Components.Customer;

/// <summary>
/// Stands before pages that customers open by a secret in the address. Keeps it from leaving: no referrer, no
/// cache, no index, no frame, nothing loaded from anybody else, no trace with the address in it; and turns away
/// clients that ask too often.
/// </summary>
/// <param name="prefix">The path before the token: <c>/r</c>.</param>
/// <param name="formTargets">Where a form may end up beside ourselves, as sources of a content policy; read at the first request.</param>
/// <param name="take">Whether a request may go on, and if not, when to come back.</param>
public sealed partial class CustomerGate(
    string prefix,
    IEnumerable<string> formTargets,
    Func<HttpContext, (bool Allowed, TimeSpan? RetryAfter)> take
) : IEndpointFilter
{
    /// <summary>The pattern of a link to which a mail program added a slash and punctuation.</summary>
    public const string AddedPunctuation = @"/{token}/{added:regex(^\W+$)}";
    private const int SecondsUntilAgain = 4;

    // Chromium holds redirects that follow a form to form-action too, so the portal has to be named.
    private readonly Lazy<string> _policy = new(() =>
        "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
        + $"form-action {string.Join(' ', formTargets.Prepend("'self'"))}; "
        + "base-uri 'none'; frame-ancestors 'none'"
    );

    /// <summary>The group of pages behind this gate.</summary>
    public RouteGroupBuilder Map(IEndpointRouteBuilder app) =>
        // No antiforgery token: it needs a cookie, which mail programs' browsers lose, and the secret in the
        // URL, which no other site knows, does its work.
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
            // The error page for everybody else has no headers that keep the token in.
            LogFailed(LoggerOf(http), http.Request.Method, prefix, exception);
            http.Response.Clear();
            Write(http.Response.Headers);
            var page = new GeneralPages(http.Request.Language()).OutOfOrder();
            return Show(http, page, http.GetRouteValue("token") as string);
        }
    }

    /// <summary>The answer that shows a page.</summary>
    /// <param name="context">Of the request.</param>
    /// <param name="page">What to show.</param>
    /// <param name="token">Of the link; without a well-formed one the page offers no action.</param>
    public RazorComponentResult<CustomerDocument> Show(HttpContext context, CustomerPage page, string? token)
    {
        if (page.RetryAfter is { } wait)
            context.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        // A header, and not an element: it needs no script either, and leaves the document to screen readers.
        if (page.AgainUrl is { } again)
            context.Response.Headers["Refresh"] = $"{SecondsUntilAgain};url={again}";
        var path = token is not null && ReconnectToken.IsWellFormed(token) ? $"{prefix}/{token}" : null;
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

    // Before anything reads the token: mail programs add to links what stands beside them.
    private static void Tidy(EndpointFilterInvocationContext context)
    {
        var values = context.HttpContext.Request.RouteValues;
        if (
            values["token"] is not string read
            || ReconnectToken.Find(Uri.UnescapeDataString(read)) is not { } token
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
