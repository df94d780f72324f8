namespace Dashboard.Access.SignIn;

/// <summary>The answer of a page to an address beyond <see cref="AccessOptions.SignInsPerMinute"/>.</summary>
public static class TooManyTries
{
    public const string Words = "Too many attempts from your network. Wait a minute, then try again.";

    // Seconds; the window that the throttles count in.
    private const string RetryAfter = "60";

    /// <summary>Says to programs and browsers what the page says to people: 429 with <c>Retry-After</c>.</summary>
    /// <param name="context">Null outside of a request, when there is nobody to say it to.</param>
    public static void Answer(HttpContext? context)
    {
        if (context is not { Response.HasStarted: false })
            return;
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = RetryAfter;
    }
}
