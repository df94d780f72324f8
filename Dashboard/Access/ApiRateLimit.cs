using System.Globalization;
using Microsoft.Extensions.Options;

namespace Dashboard.Access;

/// <summary>
/// Limits the requests of each API key, and of each address without a valid key. Must run between
/// authentication, which identifies the key, and authorization, whose refusals also count.
/// </summary>
internal sealed class ApiRateLimit(RequestDelegate next, IOptions<ApiLimitOptions> options, TimeProvider time)
{
    private readonly RateWindows _byKey = new(options.Value.RequestsPerMinute, time);
    private readonly RateWindows _byAddress = new(options.Value.AnonymousRequestsPerMinute, time);

    public static void Add(IHostApplicationBuilder builder) =>
        builder
            .Services.AddOptions<ApiLimitOptions>()
            .Bind(builder.Configuration.GetSection(ApiLimitOptions.Section))
            .Validate(o => o.RequestsPerMinute >= 1, "Api__RequestsPerMinute must be a whole number from 1.")
            .Validate(
                o => o.AnonymousRequestsPerMinute >= 1,
                "Api__AnonymousRequestsPerMinute must be a whole number from 1."
            )
            .ValidateOnStart();

    public Task InvokeAsync(HttpContext context)
    {
        // Keys are looked up on every path, so requests with a key count on every path.
        if (
            !AccessPaths.IsForPrograms(context.Request)
            && ApiKeyAuthenticationHandler.KeyOf(context.Request) is null
        )
            return next(context);
        var actor = Actor.Of(context.User);
        // Hub clients open few connections, and a transport may need many requests for one.
        if (AccessPaths.IsHub(context.Request) && actor is not null)
            return next(context);
        var standing = actor is { Scope: not null }
            ? _byKey.Take(actor.Id)
            : _byAddress.Take(ClientAddress.KeyOf(context.Connection.RemoteIpAddress));
        // Set late, because error handling clears the headers.
        context.Response.OnStarting(() => Tell(context.Response, standing));
        return standing.IsAllowed ? next(context) : RefuseAsync(context, standing, actor is not null);
    }

    private static Task Tell(HttpResponse response, RateStanding standing)
    {
        response.Headers["RateLimit-Limit"] = Text(standing.Limit);
        response.Headers["RateLimit-Remaining"] = Text(standing.Remaining);
        response.Headers["RateLimit-Reset"] = Text(Seconds(standing.Reset));
        return Task.CompletedTask;
    }

    private static Task RefuseAsync(HttpContext context, RateStanding standing, bool hasKey)
    {
        var wait = Seconds(standing.Reset);
        context.Response.Headers.RetryAfter = Text(wait);
        var who = hasKey
            ? $"This API key may make {standing.Limit} requests a minute."
            : $"Without a valid API key, one address may make {standing.Limit} requests a minute.";
        return AccessProblems.WriteAsync(
            context,
            StatusCodes.Status429TooManyRequests,
            $"{who} Try again in {wait} seconds (see Retry-After)."
        );
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
