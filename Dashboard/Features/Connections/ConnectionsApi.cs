using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Connections;

internal static class ConnectionsApi
{
    public static RouteGroupBuilder MapConnectionsApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").Require(Permission.ViewConnections).WithTags("Connections");
        group.MapGet("/summary", SummaryAsync);
        group.MapGet("/connections", ListAsync);
        group.MapGet("/connections/{id}", FindAsync);
        return api;
    }

    private static async Task<Ok<Summary>> SummaryAsync(
        ConnectionQueries queries,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var asOf = time.GetUtcNow();
        return TypedResults.Ok(Summary.Of(await queries.CountsAsync(cancellationToken), asOf));
    }

    private static async Task<Results<Ok<Page<ConnectionItem>>, ValidationProblem>> ListAsync(
        ConnectionQueries queries,
        string[]? health,
        string? userId,
        string? brokerage,
        string? q,
        string? cursor,
        string? limit,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader();
        var filter = new ConnectionFilter
        {
            Healths = reader.Names<Health>("health", health),
            UserId = reader.Text("userId", userId),
            Brokerage = reader.Text("brokerage", brokerage),
            Search = reader.Text("q", q),
        };
        var after = reader.Cursor<ConnectionPosition>(cursor);
        var most = reader.Limit(limit);
        if (!reader.IsValid)
            return reader.Problem();
        var page = await queries.PageAsync(filter, after, most, cancellationToken);
        return TypedResults.Ok(
            new Page<ConnectionItem>(
                [.. page.Rows.Select(ConnectionItem.Of)],
                page.Next is { } next ? Cursor.Encode(next) : null
            )
        );
    }

    private static async Task<Results<Ok<ConnectionItem>, ProblemHttpResult>> FindAsync(
        string id,
        HttpContext context,
        ConnectionQueries queries,
        CancellationToken cancellationToken
    )
    {
        var rows = await queries.FindAsync([context.ExactRouteValue(nameof(id))], cancellationToken);
        return rows is [var row]
            ? TypedResults.Ok(ConnectionItem.Of(row))
            : ApiProblems.NotFound(
                "No connection with this id is known. GET /api/v1/connections lists those that are."
            );
    }
}
