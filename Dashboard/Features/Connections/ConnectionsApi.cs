using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain.Connections;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Connections;

internal static class ConnectionsApi
{
    public static RouteGroupBuilder MapConnectionsApi(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("").Require(Permission.ViewConnections).WithTags("Connections");
        group
            .MapGet("/summary", SummaryAsync)
            .WithName("GetSummary")
            .WithSummary("Count connections")
            .WithDescription("The current number of connections, by health and by brokerage.")
            .WithAnswerExample(StatusCodes.Status200OK, ConnectionExamples.Summary);
        group
            .MapGet("/connections", ListAsync)
            .WithName("ListConnections")
            .WithSummary("List connections")
            .WithDescription(
                "Disabled connections come first, with the oldest break first. All filters must match."
            )
            .WithAnswerExample(StatusCodes.Status200OK, ConnectionExamples.Page);
        group
            .MapGet("/connections/{id}", FindAsync)
            .WithName("GetConnection")
            .WithSummary("Read one connection")
            .WithDescription("Use If-None-Match to ask cheaply whether anything changed.")
            .WithAnswerExample(StatusCodes.Status200OK, ConnectionExamples.Connection)
            .ProducesProblem(StatusCodes.Status404NotFound);
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
        [ApiParameter(
            "Only these; repeat the parameter, or separate the values by commas.",
            Names = typeof(Health),
            Example = "Disabled"
        )]
            string[]? health,
        [ApiParameter("Only this SnapTrade user's.", Example = "customer-1907")] string? userId,
        [ApiParameter("Only this brokerage's, by id or slug.", Example = "QUESTRADE")] string? brokerage,
        [ApiParameter(
            "Only those that match by the user's name, e-mail address or id, by their own id or by their brokerage."
        )]
            string? q,
        [ApiParameter("The nextCursor of the previous page; omit it for the first page.")] string? cursor,
        [ApiParameter("The maximum number of items of a page.")] string? limit,
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

    private static async Task<Results<Tagged<ConnectionItem>, ProblemHttpResult>> FindAsync(
        [ApiParameter("The connection's id.", Example = ConnectionExamples.Id)] string id,
        HttpContext context,
        ConnectionQueries queries,
        CancellationToken cancellationToken
    )
    {
        var rows = await queries.FindAsync([context.ExactRouteValue(nameof(id))], cancellationToken);
        return rows is [var row]
            ? Tag(ConnectionItem.Of(row), row.Version)
            : ApiProblems.NotFound(
                "There is no connection with this id. GET /api/v1/connections lists all connections."
            );
    }

    private static Tagged<ConnectionItem> Tag(ConnectionItem item, long version) =>
        new(item, EntityTag.Of(item, version));
}
