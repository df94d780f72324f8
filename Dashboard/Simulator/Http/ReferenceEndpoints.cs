using Dashboard.Simulator.State;
using Microsoft.Extensions.Options;

namespace Dashboard.Simulator.Http;

/// <summary>What belongs to no user.</summary>
internal static class ReferenceEndpoints
{
    /// <summary>The one operation that needs no signature.</summary>
    public static void MapStatus(this IEndpointRouteBuilder routes) => routes.MapGet("/", Status);

    public static void MapReference(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/brokerages", Brokerages);
        routes.MapGet("/snapTrade/partners", Partner);
    }

    private static IResult Status(TimeProvider time) =>
        Results.Json(
            new
            {
                version = 1,
                timestamp = time.Now().ToApiTime(),
                online = true,
            }
        );

    private static IResult Brokerages(SimulatorWorld world) =>
        Results.Json(world.Brokerages.All.Select(ConnectionJson.Of));

    private static IResult Partner(SimulatorWorld world, IOptions<SimulatorOptions> options) =>
        Results.Json(
            new
            {
                slug = options.Value.ClientId,
                name = "Simulated SnapTrade client",
                logo_url = (string?)null,
                redirect_uri = (string?)null,
                pin_required = false,
                can_access_trades = true,
                can_access_holdings = true,
                can_access_orders = true,
                allowed_brokerages = world.Brokerages.All.Select(ConnectionJson.Of),
            }
        );
}
