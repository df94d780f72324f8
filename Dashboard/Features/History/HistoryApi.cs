using System.Globalization;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.History;

internal static class HistoryApi
{
    public static RouteGroupBuilder MapHistoryApi(this RouteGroupBuilder api)
    {
        api.MapGet("/events", ListAsync).Require(Permission.ViewHistory).WithTags("History");
        return api;
    }

    private static async Task<Results<Ok<Page<EventItem>>, ValidationProblem>> ListAsync(
        HistoryQueries queries,
        string? connectionId,
        string? userId,
        string[]? type,
        string? from,
        string? to,
        string? cursor,
        string? limit,
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
        var after = reader.Cursor<HistoryPosition>(cursor);
        var most = reader.Limit(limit);
        if (!reader.IsValid)
            return reader.Problem();
        var page = await queries.PageAsync(filter, after, most, cancellationToken);
        return TypedResults.Ok(
            new Page<EventItem>(
                [.. page.Rows.Select(EventItem.Of)],
                page.Next is { } next ? Cursor.Encode(next) : null
            )
        );
    }
}

/// <summary>An event as the REST API describes it.</summary>
/// <param name="Inferred">The event named no connection; this is the only one it can have meant.</param>
internal sealed record EventItem(
    string Id,
    string? WebhookId,
    string Type,
    EventSource Source,
    string? ConnectionId,
    bool Inferred,
    string UserId,
    string? BrokerageId,
    string? AttemptResult,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    EventEffect Effect
)
{
    public static EventItem Of(HistoryRow row) =>
        new(
            row.Id.ToString(CultureInfo.InvariantCulture),
            row.WebhookId,
            row.Type,
            row.Source,
            row.ConnectionId,
            row.IsInferred,
            row.UserId,
            row.BrokerageId,
            row.AttemptResult,
            row.OccurredAt,
            row.ReceivedAt,
            row.Effect
        );
}
