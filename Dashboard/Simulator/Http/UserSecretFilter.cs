using System.Security.Cryptography;
using System.Text;
using Dashboard.Simulator.State;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Simulator.Http;

/// <summary>Checks <c>userId</c> and <c>userSecret</c> of the query and keeps the user for the endpoint.</summary>
internal sealed class UserSecretFilter(SimulatorWorld world) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var query = context.HttpContext.Request.Query;
        if (Identify(world, query["userId"], query["userSecret"]) is not { } user)
            return Unknown();
        context.HttpContext.Features.Set(user);
        return await next(context);
    }

    public static SimulatedUser Of(HttpContext http) => http.Features.GetRequiredFeature<SimulatedUser>();

    public static SimulatedUser? Identify(SimulatorWorld world, string? userId, string? userSecret)
    {
        if (userId is null || userSecret is null || world.FindUser(userId) is not { } user)
            return null;
        var (given, expected) = (Encoding.UTF8.GetBytes(userSecret), Encoding.UTF8.GetBytes(user.UserSecret));
        return CryptographicOperations.FixedTimeEquals(given, expected) ? user : null;
    }

    public static IResult Unknown() =>
        SimulatorError.Of(
            StatusCodes.Status401Unauthorized,
            SimulatorError.UnknownUser,
            "userId or userSecret is not valid."
        );
}
