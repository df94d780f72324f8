using Dashboard.Simulator.State;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Simulator.Portal;

/// <summary>The simulated Connection Portal, the page a customer logs in on.</summary>
internal static class PortalEndpoints
{
    public const string Path = $"{SimulatorDefaults.PathPrefix}/portal";

    public static void MapPortal(this IEndpointRouteBuilder routes)
    {
        var portal = routes.MapGroup("/portal/{session}").DisableAntiforgery();
        portal.MapGet("", Show);
        portal.MapPost("", EndAsync);
    }

    private static IResult Show(
        string session,
        HttpContext http,
        PortalSessions sessions,
        SimulatorWorld world
    ) => sessions.Find(session) is { } wish ? Form(wish, http, world) : Expired(http);

    private static async Task<IResult> EndAsync(
        string session,
        HttpContext http,
        PortalSessions sessions,
        PortalVisit visit,
        SimulatorWorld world
    )
    {
        if (sessions.Find(session) is not { } wish)
            return Expired(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var chosen = PortalOutcome.Find(form["outcome"]);
        var brokerage = BrokerageOf(wish, form["brokerage"], world);
        if (chosen is null || brokerage is null)
            return Form(wish, http, world, StatusCodes.Status400BadRequest);
        // Two clicks at once: only one of them ends the visit.
        if (sessions.Finish(session) is null)
            return Expired(http);

        var answer = visit.End(wish, brokerage, chosen);
        if (answer.Redirect is not { } redirect)
            return Page(http, PortalView.Closed(answer.Outcome, wish.DarkMode));
        http.Response.Headers.Location = redirect;
        return TypedResults.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static IResult Form(
        PortalWish wish,
        HttpContext http,
        SimulatorWorld world,
        int status = StatusCodes.Status200OK
    )
    {
        if (wish.ReconnectId is null)
            return Page(http, PortalView.Connect(wish, world.Brokerages.All), status);
        return
            world.Find(wish.ReconnectId) is { } connection && BrokerageOf(wish, null, world) is { } brokerage
            ? Page(http, PortalView.Reconnect(wish, brokerage, connection.Login), status)
            : Expired(http);
    }

    private static SimulatedBrokerage? BrokerageOf(PortalWish wish, string? slug, SimulatorWorld world)
    {
        if (wish.ReconnectId is { } id)
            return world.Find(id) is { } connection ? world.Brokerages.Find(connection.BrokerageId) : null;
        return string.IsNullOrEmpty(slug) ? null : world.Brokerages.Find(slug);
    }

    private static RazorComponentResult<PortalPage> Expired(HttpContext http) =>
        Page(http, PortalView.Expired, StatusCodes.Status410Gone);

    private static RazorComponentResult<PortalPage> Page(
        HttpContext http,
        PortalView view,
        int status = StatusCodes.Status200OK
    )
    {
        http.Response.Headers.CacheControl = "no-store";
        return new(new Dictionary<string, object?> { [nameof(PortalPage.View)] = view })
        {
            StatusCode = status,
        };
    }
}
