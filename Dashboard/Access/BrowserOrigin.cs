namespace Dashboard.Access;

/// <summary>Determines which origin a browser's request comes from.</summary>
internal static class BrowserOrigin
{
    /// <summary>
    /// Whether the page's origin differs from the request's and from <paramref name="publicUrl"/>. Browsers send <c>Origin</c>
    /// with every WebSocket and POST, and <c>Sec-Fetch-Site</c> with other requests. Programs send neither,
    /// and can't be tricked into sending an operator's cookie.
    /// </summary>
    public static bool IsForeign(HttpRequest request, string? publicUrl)
    {
        var headers = request.Headers;
        if (headers.Origin.Count > 0)
            return headers.Origin.Count > 1 || !IsOurs(headers.Origin.ToString(), request, publicUrl);
        return headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");
    }

    public static bool AreSame(Uri a, Uri b) =>
        Uri.Compare(
            a,
            b,
            UriComponents.SchemeAndServer,
            UriFormat.SafeUnescaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;

    private static bool IsOurs(string origin, HttpRequest request, string? publicUrl) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var from)
        && (Is(from, $"{request.Scheme}://{request.Host}") || Is(from, publicUrl));

    private static bool Is(Uri from, string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var own) && AreSame(from, own);
}

/// <summary>
/// Refuses connections to circuits and hubs from pages of another origin. A browser sends the operator's cookie
/// with them, and CORS and <c>SameSite</c> don't block other hosts of the same site.
/// </summary>
internal sealed partial class BrowserOriginCheck(
    RequestDelegate next,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<BrowserOriginCheck> logger
)
{
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);
    private const int MaxLogged = 200;
    private readonly string? _publicUrl = configuration["Dashboard:PublicUrl"];
    private long _toldAt;
    private bool _hasTold;

    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (
            !(AccessPaths.IsCircuit(request) || AccessPaths.IsHub(request))
            || !BrowserOrigin.IsForeign(request, _publicUrl)
        )
            return next(context);
        Tell(request);
        return AccessProblems.WriteAsync(
            context,
            StatusCodes.Status403Forbidden,
            "Only pages of the dashboard's own origin may connect: the one in the address bar, as trusted proxies report it, or Dashboard__PublicUrl."
        );
    }

    private void Tell(HttpRequest request)
    {
        if (_hasTold && time.GetElapsedTime(_toldAt) < TellEvery)
            return;
        (_hasTold, _toldAt) = (true, time.GetTimestamp());
        var address = $"{request.Scheme}://{request.Host}";
        var origin = request.Headers.Origin.ToString();
        LogForeign(logger, origin[..Math.Min(origin.Length, MaxLogged)], address);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A page of {Origin} was refused a connection to {Own}. If that is your own address, set Dashboard__PublicUrl to it or name your proxy in ForwardedHeaders__KnownProxies; logged at most once a minute"
    )]
    private static partial void LogForeign(ILogger logger, string origin, string own);
}
