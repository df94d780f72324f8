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
            .WithDescription("What happened to connections and users, the newest first.")
            .WithAnswerExample(StatusCodes.Status200OK, new Page<EventItem>([EventItem.Example], null));
        return api;
    }

    private static async Task<Results<Ok<Page<EventItem>>, ValidationProblem>> ListAsync(
        HistoryQueries queries,
        [ApiParameter("Only this connection's.")] string? connectionId,
        [ApiParameter("Only this SnapTrade user's.", Example = "customer-1907")] string? userId,
        [ApiParameter("Only these; repeated, or with commas between.", Example = "CONNECTION_BROKEN")]
            string[]? type,
        [ApiParameter("Only from this time on; without an offset it is UTC.", Format = "date-time")]
            string? from,
        [ApiParameter("Only before this time.", Format = "date-time")] string? to,
        [ApiParameter("The nextCursor of the page before; leave it out for the first page.")] string? cursor,
        [ApiParameter("How many items a page has at most.")] string? limit,
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

/// <summary>An event as the REST API describes it.</summary>
/// <param name="Inferred">The event named no connection; this is the only one it can refer to.</param>
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
    /// <summary>Shown in the API's description.</summary>
    public static readonly EventItem Example = new(
        Id: "48211",
        WebhookId: "0d9c2f3e-58c4-4b2e-9a57-6a2c1a9d7f02",
        EventTypes.ConnectionBroken,
        EventSource.Webhook,
        ConnectionId: "3f1b6f0e-6d0b-4c43-9f0a-1c8f4f6f2a11",
        Inferred: false,
        UserId: "customer-1907",
        BrokerageId: null,
        AttemptResult: null,
        new DateTimeOffset(2026, 11, 19, 9, 2, 11, TimeSpan.Zero),
        new DateTimeOffset(2026, 11, 19, 9, 2, 13, TimeSpan.Zero),
        EventEffect.Broke
    );

    public static EventItem Of(EventRow row) =>
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
