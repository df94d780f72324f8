using Dashboard.Simulator.Portal;
using Dashboard.Simulator.State;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Http;

/// <summary>Makes portal links.</summary>
internal static class LoginEndpoint
{
    public static void MapLogin(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/snapTrade/login", Login).AddEndpointFilter<UserSecretFilter>();

    private static IResult Login(
        HttpContext http,
        SimulatorWorld world,
        PortalSessions sessions,
        IOptions<SimulatorOptions> options
    )
    {
        var wish = Wish(RequestBody.Of(http), UserSecretFilter.Of(http));
        if (wish.ReconnectId is { } id && world.Find(id)?.UserId != wish.UserId)
            return SimulatorError.NotFound("There is no such connection to reconnect.");
        if (wish.Broker is { } broker && world.Brokerages.Find(broker) is null)
            return SimulatorError.BadRequest("broker is not the slug of a brokerage.");
        if (wish.CustomRedirect is { } redirect && !Uri.TryCreate(redirect, UriKind.Absolute, out _))
            return SimulatorError.BadRequest("customRedirect is not an absolute URL.");

        var sessionId = sessions.Start(wish);
        var origin = options.Value.PortalOrigin is { Length: > 0 } configured
            ? configured.TrimEnd('/')
            : $"{http.Request.Scheme}://{http.Request.Host}";
        return Results.Json(
            new
            {
                redirectURI = $"{origin}{http.Request.PathBase}{PortalEndpoints.Path}/{sessionId}",
                sessionId,
            }
        );
    }

    private static PortalWish Wish(RequestBody body, SimulatedUser user) =>
        new(
            user.UserId,
            NullIfEmpty(body.Text("reconnect")),
            NullIfEmpty(body.Text("broker")),
            NullIfEmpty(body.Text("customRedirect")),
            body.Text("connectionType") ?? "read",
            body.Flag("darkMode")
        );

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
