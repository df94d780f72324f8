namespace Dashboard.Access.Proxies;

/// <summary>Refuses requests with headers that the framework can't read.</summary>
public static class MalformedRequests
{
    // As long as a domain name can be.
    private const int MaxHostLength = 253;

    /// <summary>Must run after <see cref="ForwardedRequests"/> and before anything that builds addresses or reads forms.</summary>
    public static WebApplication UseMalformedRequestCheck(this WebApplication app)
    {
        app.Use(RefuseMalformed);
        return app;
    }

    // What the framework can't read it reports as an error of ours, with a stack trace for each request.
    private static Task RefuseMalformed(HttpContext context, RequestDelegate next)
    {
        // Load balancers may probe without a host.
        if (!IsHost(context.Request) && !context.Request.Path.StartsWithSegments("/health"))
            return RefuseAsync(context, StatusCodes.Status400BadRequest, "The Host header is not a host.");
        if (context.Request.ContentType?.Contains("utf-7", StringComparison.OrdinalIgnoreCase) == true)
            return RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "UTF-7 is not supported.");
        return next(context);
    }

    private static bool IsHost(HttpRequest request)
    {
        try
        {
            return Uri.TryCreate($"{request.Scheme}://{request.Host}/", UriKind.Absolute, out var origin)
                && origin.IdnHost.Length is > 0 and <= MaxHostLength;
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static Task RefuseAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words);
    }
}
