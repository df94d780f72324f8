using Dashboard.Simulator.State;

namespace Dashboard.Simulator.Http;

/// <summary>Users of the simulated SnapTrade.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/snapTrade/listUsers", List);
        routes.MapPost("/snapTrade/registerUser", Register);
        routes.MapPost("/snapTrade/resetUserSecret", ResetSecret);
        routes.MapDelete("/snapTrade/deleteUser", Delete);
    }

    private static IResult List(SimulatorWorld world) =>
        Results.Json(world.Users.Select(user => user.UserId));

    private static IResult Register(HttpContext http, SimulatorWorld world, TimeProvider time)
    {
        var userId = RequestBody.Of(http).Text("userId");
        if (string.IsNullOrWhiteSpace(userId))
            return SimulatorError.BadRequest("userId is missing.");
        var user = new SimulatedUser(userId, Guid.NewGuid().ToString(), userId, "", "en", time.Now());
        return world.Register(user)
            ? WithSecret(user)
            : SimulatorError.Of(
                StatusCodes.Status400BadRequest,
                SimulatorError.UserExists,
                "A user with this userId exists already."
            );
    }

    private static IResult ResetSecret(HttpContext http, SimulatorWorld world)
    {
        var body = RequestBody.Of(http);
        if (UserSecretFilter.Identify(world, body.Text("userId"), body.Text("userSecret")) is not { } user)
            return UserSecretFilter.Unknown();
        return world.ResetSecret(user.UserId, Guid.NewGuid().ToString()) is { } changed
            ? WithSecret(changed)
            : UserSecretFilter.Unknown();
    }

    private static IResult Delete(string? userId, SimulatorWorld world)
    {
        if (userId is null || !world.DeleteUser(userId))
            return SimulatorError.NotFound("There is no such user.");
        return Results.Json(
            new
            {
                status = "deleted",
                detail = "The user is queued for deletion.",
                userId,
            }
        );
    }

    private static IResult WithSecret(SimulatedUser user) =>
        Results.Json(new { userId = user.UserId, userSecret = user.UserSecret });
}
