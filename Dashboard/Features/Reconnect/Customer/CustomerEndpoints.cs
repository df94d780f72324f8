using System.Diagnostics;
using System.Globalization;
using Dashboard.Components;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Features.Reconnect.Customer;

/// <summary>The public pages. Whoever has the link may use it; there is nothing to sign in to.</summary>
internal static partial class CustomerEndpoints
{
    private const int SecondsUntilAgain = 4;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    public static void Map(WebApplication app)
    {
        // No antiforgery token: it needs a cookie, which mail programs' browsers lose, and the secret in the
        // URL, which no other site knows, does its work.
        var pages = app.MapGroup("/r")
            .AllowAnonymous()
            .DisableAntiforgery()
            .ExcludeFromDescription()
            .AddEndpointFilter(GuardAsync);
        pages.MapMethods("/{token}", Reading, OpenAsync);
        pages.MapPost("/{token}", StartAsync);
        pages.MapMethods("/{token}/return", Reading, ReturnAsync);
        // A mistyped address would be sent to sign in otherwise, with the token in that page's URL.
        pages.Map(
            "/{token}/{other}/{**rest}",
            (HttpContext context) => Show(context, CustomerPages.General.Unknown(), token: null)
        );
    }

    private static async ValueTask<object?> GuardAsync(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var context = invocation.HttpContext;
        // Traces would carry the token otherwise.
        Activity.Current?.SetTag("url.path", "/r/{token}");
        var headers = context.RequestServices.GetRequiredService<CustomerHeaders>();
        headers.Write(context.Response.Headers);
        var (allowed, retryAfter) = context
            .RequestServices.GetRequiredService<CustomerRateLimit>()
            .Take(context);
        if (!allowed)
            return Show(context, CustomerPages.General.TooMany(retryAfter), token: null);
        try
        {
            return await next(invocation);
        }
        catch (Exception exception)
            when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            // The error page for everybody else has no headers that keep the token in.
            LogFailed(LoggerOf(context), context.Request.Method, exception);
            context.Response.Clear();
            headers.Write(context.Response.Headers);
            return Show(
                context,
                CustomerPages.General.OutOfOrder(),
                context.GetRouteValue("token") as string
            );
        }
    }

    private static async Task<IResult> OpenAsync(string token, HttpContext context, CustomerVisits visits) =>
        Show(
            context,
            await visits.OpenAsync(token, context.Request.IsByPerson(), context.RequestAborted),
            token
        );

    private static async Task<IResult> StartAsync(
        string token,
        HttpContext context,
        CustomerVisits visits,
        PublicOrigin origin
    )
    {
        if (!context.Request.IsFromOurPage(origin.Value))
            return Show(context, CustomerPages.General.NotFromHere(), token);
        var answer = await visits.StartAsync(token, context.RequestAborted);
        if (answer.PortalUrl is not { } url)
            return Show(context, answer.Page!, token);
        // Written by hand: the framework's redirect result logs where it leads, which is a secret here.
        context.Response.Headers.Location = url;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> ReturnAsync(string token, HttpContext context, CustomerVisits visits)
    {
        var query = context.Request.Query;
        var result = PortalOutcomes.Read(query["status"], query["error_code"]);
        var isCount = int.TryParse(
            query["refreshes"],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var refreshes
        );
        return Show(
            context,
            HttpMethods.IsHead(context.Request.Method)
                ? await visits.OpenAsync(token, isPerson: false, context.RequestAborted)
                : await visits.ReturnAsync(token, result, isCount ? refreshes : 0, context.RequestAborted),
            token
        );
    }

    private static RazorComponentResult<CustomerDocument> Show(
        HttpContext context,
        CustomerPage page,
        string? token
    )
    {
        if (page.RetryAfter is { } wait)
            context.Response.Headers[HeaderNames.RetryAfter] = Math.Ceiling(wait.TotalSeconds)
                .ToString(CultureInfo.InvariantCulture);
        // A header, and not an element: it needs no script either, and leaves the document to screen readers.
        if (page.AgainUrl is { } again)
            context.Response.Headers["Refresh"] = $"{SecondsUntilAgain};url={again}";
        var path = token is not null && ReconnectToken.IsWellFormed(token) ? $"/r/{token}" : null;
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

    private static ILogger LoggerOf(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<ILoggerFactory>()
            .CreateLogger(typeof(CustomerEndpoints).FullName!);

    // Without the address, which holds the token.
    [LoggerMessage(Level = LogLevel.Error, Message = "A customer's {Method} of a reconnect page failed")]
    private static partial void LogFailed(ILogger logger, string method, Exception exception);
}
