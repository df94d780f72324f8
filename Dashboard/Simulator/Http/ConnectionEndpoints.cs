using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Http;

/// <summary>Connections of one user; another user's connection is not found.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this IEndpointRouteBuilder routes)
    {
        var ofUser = routes.MapGroup("").AddEndpointFilter<UserSecretFilter>();
        ofUser.MapGet("/authorizations", List);
        ofUser.MapGet("/authorizations/{id}", Detail);
        ofUser.MapGet("/authorizations/{id}/accounts", Accounts);
        ofUser.MapPost("/authorizations/{id}/disable", Disable);
        ofUser.MapPost("/authorizations/{id}/refresh", Refresh);
        ofUser.MapDelete("/authorizations/{id}", Delete);
        ofUser.MapDelete("/connection/{id}", Delete);
    }

    private static IResult List(HttpContext http, SimulatorWorld world) =>
        Results.Json(
            world
                .OfUser(UserSecretFilter.Of(http).UserId)
                .Select(connection => ConnectionJson.Of(connection, world.Brokerages))
        );

    private static IResult Detail(string id, HttpContext http, SimulatorWorld world) =>
        With(id, http, world, connection => Results.Json(ConnectionJson.Of(connection, world.Brokerages)));

    private static IResult Accounts(string id, HttpContext http, SimulatorWorld world, TimeProvider time) =>
        With(
            id,
            http,
            world,
            connection =>
                Results.Json(
                    connection.Accounts.Select(account =>
                        AccountJson.Of(account, connection, world.Brokerages, time.Now())
                    )
                )
        );

    private static IResult Disable(string id, HttpContext http, SimulatorWorld world) =>
        With(
            id,
            http,
            world,
            connection =>
                world.Break(connection.Id)
                    ? Results.Json(new { detail = "The connection has been disabled." })
                    : SimulatorError.PaymentRequired(
                        SimulatorError.AlreadyDisabled,
                        "The connection is disabled already."
                    )
        );

    private static IResult Refresh(string id, HttpContext http, SimulatorWorld world) =>
        With(
            id,
            http,
            world,
            connection =>
            {
                if (connection.IsDisabled)
                    return SimulatorError.PaymentRequired(
                        SimulatorError.RefreshOfDisabled,
                        "The connection is disabled and can not be refreshed."
                    );
                world.UpdateHoldings(connection);
                return Results.Json(new { detail = "The connection will be refreshed." });
            }
        );

    private static IResult Delete(string id, HttpContext http, SimulatorWorld world) =>
        With(
            id,
            http,
            world,
            connection =>
            {
                world.Delete(connection.Id);
                return Results.Json(
                    new { detail = "The connection has been deleted.", connection_id = connection.Id }
                );
            }
        );

    private static IResult With(
        string id,
        HttpContext http,
        SimulatorWorld world,
        Func<SimulatedAuthorization, IResult> answer
    ) =>
        world.Find(id) is { } connection && connection.UserId == UserSecretFilter.Of(http).UserId
            ? answer(connection)
            : SimulatorError.NotFound("There is no such connection.");
}
