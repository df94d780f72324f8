using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Users;

internal static class UsersApi
{
    public static RouteGroupBuilder MapUsersApi(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Users");
        users
            .MapGet("/{userId}", FindAsync)
            .Require(Permission.ViewConnections)
            .WithName("GetUser")
            .WithSummary("Read a user")
            .WithDescription(
                "Contact data, whether the user opted out of e-mails, and whether a secret is stored; never the secret itself."
            )
            .WithAnswerExample(StatusCodes.Status200OK, UserItem.Example)
            .ProducesProblem(StatusCodes.Status404NotFound);
        users
            .MapPut("/{userId}", SaveAsync)
            .Require(Permission.ManageUsers)
            .WithName("PutUser")
            .WithSummary("Add or change a user")
            .WithDescription(
                "Omitted properties stay unchanged. userSecret is encrypted before it is stored and never returned."
            )
            .WithEntityTag()
            .WithBodyExample(UserItem.ExampleInput)
            .WithAnswerExample(StatusCodes.Status200OK, UserItem.Example)
            .WithAnswerExample(StatusCodes.Status201Created, UserItem.Example)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType);
        return api;
    }

    private static async Task<Results<Tagged<UserItem>, ProblemHttpResult>> FindAsync(
        [ApiParameter("The SnapTrade user's id, as your app chose it.", Example = "customer-1907")]
            string userId,
        HttpContext context,
        UserDirectory users,
        CancellationToken cancellationToken
    ) =>
        await users.FindAsync(context.ExactRouteValue(nameof(userId)), cancellationToken) is { } user
            ? new Tagged<UserItem>(UserItem.Of(user), TagOf(user))
            : ApiProblems.NotFound(
                "There is no user with this id. PUT the user here, or wait for SnapTrade's first event."
            );

    private static async Task<
        Results<Ok<UserItem>, Created<UserItem>, ValidationProblem, ProblemHttpResult>
    > SaveAsync(
        [ApiParameter("The SnapTrade user's id, as your app chose it.", Example = "customer-1907")]
            string userId,
        HttpContext context,
        UserDirectory users,
        CancellationToken cancellationToken
    )
    {
        var (expected, misread) = Precondition.Read(context.Request);
        if (expected is null)
            return misread!;
        var (input, problem) = await ApiBody.ReadAsync<UserInput>(context.Request);
        if (input is null)
            return problem!;
        var id = context.ExactRouteValue(nameof(userId));
        input = input.Tidy();
        var problems = input.Problems(id);
        // An id that came with a webhook is as SnapTrade has it; without its secret no link could be made.
        if (problems.ContainsKey(nameof(userId)) && await users.FindAsync(id, cancellationToken) is not null)
            problems.Remove(nameof(userId));
        if (problems.Count > 0)
            return ApiProblems.Invalid(problems);
        if (await users.SaveAsync(id, input, IsAsExpected, cancellationToken) is not var (user, isNew))
            return ApiProblems.Bad(
                StatusCodes.Status412PreconditionFailed,
                "The precondition in If-Match or If-None-Match is not met. GET the user, check what changed, and send your change with the new ETag."
            );
        context.Response.Headers.ETag = TagOf(user);
        return isNew
            ? TypedResults.Created($"{ApiSetup.Prefix}/users/{PathSegment.Of(id)}", UserItem.Of(user))
            : TypedResults.Ok(UserItem.Of(user));

        bool IsAsExpected(SnapTradeUser? known) => expected.Holds(known is null ? null : TagOf(known));
    }

    // Includes the version, because the item does not show a change of the secret.
    private static string TagOf(SnapTradeUser user) => EntityTag.Of(UserItem.Of(user), user.Version);
}

/// <summary>A user in the REST API; contains whether a secret is stored, never the secret.</summary>
/// <param name="TimeZone">An IANA name; null when it is not known.</param>
/// <param name="OptedOut">Whether the user opted out of e-mails about broken connections.</param>
/// <param name="SecretRefusedAt">When SnapTrade refused the secret; a new one is needed then.</param>
internal sealed record UserItem(
    string UserId,
    string? Name,
    string? Email,
    string? Locale,
    string? TimeZone,
    bool OptedOut,
    bool HasSecret,
    DateTimeOffset? SecretRefusedAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset? UpdatedAt,
    DateTimeOffset? DeletedAt
)
{
    /// <summary>The example in the API's description.</summary>
    public static readonly UserItem Example = new(
        "customer-1907",
        "Zoë Übermut",
        "zoe@example.com",
        "en",
        "America/Toronto",
        OptedOut: false,
        HasSecret: true,
        SecretRefusedAt: null,
        new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 19, 10, 15, 0, TimeSpan.Zero),
        DeletedAt: null
    );

    /// <summary>The example's body.</summary>
    public static readonly UserInput ExampleInput = new(
        Example.Name,
        Example.Email,
        Example.Locale,
        "the user's secret at SnapTrade",
        Example.TimeZone,
        Example.OptedOut
    );

    public static UserItem Of(SnapTradeUser user) =>
        new(
            user.Id,
            user.Name,
            user.Email,
            user.Locale,
            user.TimeZone,
            user.OptedOutAt is not null,
            user.ProtectedSecret is not null,
            user.SecretRefusedAt,
            user.CreatedAt,
            user.UpdatedAt,
            user.DeletedAt
        );
}
