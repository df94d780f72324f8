using System.Globalization;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Data.Reading;
using Dashboard.Domain.Events;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.History;

internal static class HistoryApi
{
    public static RouteGroupBuilder MapHistoryApi(this RouteGroupBuilder api)
    {
        api.MapGet("/events", ListAsync)
            .Require(Permission.ViewHistory)
            .WithTags("History")
            .WithName("ListEvents")
            .WithSummary("Read the history")
            .WithDescription("Events of connections and users, newest first.")
            .WithAnswerExample(StatusCodes.Status200OK, new Page<EventItem>([EventItem.Example], null));
        return api;
    }

    private static async Task<Results<Ok<Page<EventItem>>, ValidationProblem>> ListAsync(
        HistoryQueries queries,
        [ApiParameter("Only this connection's.")] string? connectionId,
        [ApiParameter("Only this SnapTrade user's.", Example = "customer-1907")] string? userId,
        [ApiParameter(
            "Only these; repeat the parameter, or separate the values by commas.",
            Example = "CONNECTION_BROKEN"
        )]
            string[]? type,
        [ApiParameter("Only events from this time on; UTC without an offset.", Format = "date-time")]
            string? from,
        [ApiParameter("Only events before this time.", Format = "date-time")] string? to,
        [ApiParameter("The nextCursor of the previous page; omit it for the first page.")] string? cursor,
        [ApiParameter("The maximum number of items of a page.")] string? limit,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader();
        var filter = new HistoryFilter
        {
            ConnectionId = reader.Text("connectionId", connectionId),
            UserId = reader.Text("userId", userId),
            Types = reader.Words("type", type),
            From = reader.Time("from", from),
            To = reader.Time("to", to),
        };
        var after = reader.Cursor<EventPosition>(cursor);
        var pageSize = reader.Limit(limit);
        if (!reader.IsValid)
            return reader.Problem();
        var page = await queries.PageAsync(filter, after, pageSize, cancellationToken);
        return TypedResults.Ok(
            new Page<EventItem>(
                [.. page.Rows.Select(EventItem.Of)],
                page.Next is { } next ? Cursor.Encode(next) : null
            )
        );
    }
}
