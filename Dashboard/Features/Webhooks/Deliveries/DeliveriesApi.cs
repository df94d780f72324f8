using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.OpenApi;
using Dashboard.Domain.Deliveries;
using Dashboard.Domain.Operators;
using Dashboard.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Webhooks.Deliveries;

/// <summary>A delivery, as the REST API returns it.</summary>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Reason">Why it was refused, as metrics name it; null: it was accepted.</param>
/// <param name="Diagnosis">What was wrong, as found by trying; null: it was accepted.</param>
/// <param name="Address">The client's network address; of accepted deliveries only while the node remembers it.</param>
/// <param name="Size">Bytes of the body, where they are known.</param>
public sealed record DeliveryItem(
    string Id,
    DateTimeOffset ReceivedAt,
    int Status,
    string? Reason,
    string? Diagnosis,
    string? Address,
    long? Size
)
{
    internal static readonly DeliveryItem Example = new(
        "r17",
        new DateTimeOffset(2026, 11, 20, 14, 1, 12, TimeSpan.Zero),
        StatusCodes.Status401Unauthorized,
        DeliveryOutcomes.Forged,
        DeliveryText.Wrong(DeliveryFault.AnotherKey, detail: null),
        "203.0.113.20",
        412
    );

    internal static DeliveryItem Of(DeliveryRow row) =>
        new(row.Id, row.ReceivedAt, row.Status, row.Reason, row.Wrong, row.Address, row.Size);
}

internal static class DeliveriesApi
{
    public static RouteGroupBuilder MapDeliveriesApi(this RouteGroupBuilder api)
    {
        api.MapGet("/deliveries", ListAsync)
            .Require(Permission.ViewDeliveries)
            .WithTags("Deliveries")
            .WithName("ListDeliveries")
            .WithSummary("Read webhook deliveries")
            .WithDescription(
                "The outcomes of webhook deliveries, newest first: the latest 10,000 accepted ones, and refused ones with a diagnosis."
            )
            .WithAnswerExample(StatusCodes.Status200OK, new Page<DeliveryItem>([DeliveryItem.Example], null));
        return api;
    }

    private static async Task<Results<Ok<Page<DeliveryItem>>, ValidationProblem>> ListAsync(
        DeliveryQueries queries,
        [ApiParameter("Only these: Accepted or Refused.", Example = "Refused")] string? outcome,
        [ApiParameter("The nextCursor of the previous page; omit it for the first page.")] string? cursor,
        [ApiParameter("The maximum number of items of a page.")] string? limit,
        CancellationToken cancellationToken
    )
    {
        var reader = new QueryReader();
        var outcomes = reader.Names<DeliveryOutcome>("outcome", outcome is null ? null : [outcome]);
        var after = reader.Cursor<DeliveryPosition>(cursor);
        var pageSize = reader.Limit(limit);
        if (!reader.IsValid)
            return reader.Problem();
        var filter = new DeliveryFilter(outcomes.Count == 1 ? outcomes[0] : null);
        var page = await queries.PageAsync(filter, after, pageSize, cancellationToken);
        return TypedResults.Ok(
            new Page<DeliveryItem>(
                [.. page.Rows.Select(DeliveryItem.Of)],
                page.Next is { } next ? Cursor.Encode(next) : null
            )
        );
    }
}
