using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Users;

internal static class UsersApi
{
    public static RouteGroupBuilder MapUsersApi(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users.MapGet("/{userId}", FindAsync).Require(Permission.ViewConnections);
        users.MapPut("/{userId}", SaveAsync).Require(Permission.ManageUsers);
        return api;
    }

    private static async Task<Results<Ok<UserItem>, ProblemHttpResult>> FindAsync(
        string userId,
        HttpContext context,
        UserDirectory users,
        CancellationToken cancellationToken
    ) =>
        await users.FindAsync(context.ExactRouteValue(nameof(userId)), cancellationToken) is { } user
            ? TypedResults.Ok(UserItem.Of(user))
            : ApiProblems.NotFound(
                "No user with this id is known. PUT the user here, or wait for SnapTrade's first event."
            );

    private static async Task<
        Results<Ok<UserItem>, Created<UserItem>, ValidationProblem, ProblemHttpResult>
    > SaveAsync(string userId, HttpContext context, UserDirectory users, CancellationToken cancellationToken)
    {
        var (input, problem) = await ApiBody.ReadAsync<UserInput>(context.Request);
        if (input is null)
            return problem!;
        var id = context.ExactRouteValue(nameof(userId));
        if (input.Problems(id) is { Count: > 0 } problems)
            return ApiProblems.Invalid(problems);
        var (user, isNew) = await users.SaveAsync(id, input, cancellationToken);
        return isNew
            ? TypedResults.Created($"{ApiSetup.Prefix}/users/{Uri.EscapeDataString(id)}", UserItem.Of(user))
            : TypedResults.Ok(UserItem.Of(user));
    }
}

/// <summary>A user as the REST API describes it; whether there is a secret, never which.</summary>
/// <param name="SecretRefusedAt">When SnapTrade refused the secret: a new one is needed.</param>
internal sealed record UserItem(
    string UserId,
    string? Name,
    string? Email,
    string? Locale,
    bool HasSecret,
    DateTimeOffset? SecretRefusedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? UpdatedAt,
    DateTimeOffset? DeletedAt
)
{
    public static UserItem Of(SnapTradeUser user) =>
        new(
            user.Id,
            user.Name,
            user.Email,
            user.Locale,
            user.ProtectedSecret is not null,
            user.SecretRefusedAt,
            user.CreatedAt,
            user.UpdatedAt,
            user.DeletedAt
        );
}
