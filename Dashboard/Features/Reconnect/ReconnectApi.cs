using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Reconnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Reconnect;

public static class ReconnectApi
{
    private static readonly CreatedLink Example = new(
        "6f2d4c1b8e557d1c6a520f5e4a7c9a39",
        "3f1b6f0e-6d0b-4c43-9f0a-1c8f4f6f2a11",
        "https://dashboard.example.com/r/9Xk2wYt4vQmB7nLp0sRz6cHd1fGj3eUa5iOx8yTbWqE",
        new DateTimeOffset(2026, 11, 29, 14, 2, 0, TimeSpan.Zero)
    );

    public static RouteGroupBuilder MapReconnectApi(this RouteGroupBuilder api)
    {
        api.MapPost("/connections/{id}/reconnect-links", CreateAsync)
            .Require(Permission.ManageLinks)
            .WithName("CreateReconnectLink")
            .WithTags("Reconnect links")
            .WithSummary("Create a reconnect link")
            .WithDescription(
                "Creates a link that lets the customer repair this connection, until it expires or the connection is repaired. The URL is returned once and can't be read again."
            )
            .WithAnswerExample(StatusCodes.Status201Created, Example)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Results<Created<CreatedLink>, ProblemHttpResult>> CreateAsync(
        [ApiParameter("The connection's id.")] string id,
        HttpContext context,
        ReconnectLinkService links,
        CancellationToken cancellationToken
    )
    {
        var (link, refusal) = await links.CreateAsync(
            context.ExactRouteValue(nameof(id)),
            LinkOrigin.Api,
            cancellationToken
        );
        return refusal is null ? TypedResults.Created((string?)null, link) : Problem(refusal);
    }

    private static ProblemHttpResult Problem(LinkRefusal refusal) =>
        TypedResults.Problem(
            refusal.Message,
            statusCode: refusal.Reason == LinkRefusalReason.NotFound
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status409Conflict,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["reason"] = refusal.Reason.ToString(),
            }
        );
}
