using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Reconnect;

public static class ReconnectApi
{
    public static RouteGroupBuilder MapReconnectApi(this RouteGroupBuilder api)
    {
        api.MapPost("/connections/{id}/reconnect-links", CreateAsync)
            .Require(Permission.ManageLinks)
            .WithName("CreateReconnectLink")
            .WithTags("Reconnect links")
            .WithSummary("Make a reconnect link")
            .WithDescription(
                "Makes a link that lets the customer repair this connection, until it expires or the connection is repaired. The URL is told once and can't be read again."
            )
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        return api;
    }

    private static async Task<Results<Created<CreatedLink>, ProblemHttpResult>> CreateAsync(
        HttpContext context,
        ReconnectLinkService links,
        CancellationToken cancellationToken
    )
    {
        var id = context.ExactRouteValue("id");
        var (link, refusal) = await links.CreateAsync(id, LinkOrigin.Api, cancellationToken);
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
