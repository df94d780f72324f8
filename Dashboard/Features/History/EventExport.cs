using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.Exports;
using Dashboard.Components.Navigation;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.History;

/// <summary>The history as a file, with the filters of its address; without payloads.</summary>
internal static class EventExport
{
    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(HistoryView.Path, format),
                    (HttpContext context, ExportJournal journal, TimeProvider time) =>
                        SendAsync(context, format, journal, time)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    private static async Task<IResult> SendAsync(
        HttpContext context,
        ExportFormat format,
        ExportJournal journal,
        TimeProvider time
    )
    {
        var query = context.Request.Query;
        var view = HistoryView.Read(name => query[name]);
        var isKnown = TimeZoneInfo.TryFindSystemTimeZoneById(query["zone"].ToString(), out var found);
        var zone = isKnown ? found! : TimeZoneInfo.Utc;
        await journal.BeginAsync(
            "history",
            (view with { Search = null }).ToUri(zone),
            view.Search is not null,
            context.RequestAborted
        );
        var now = time.GetUtcNow();
        return await ExportAnswer.SendAsync(
            context,
            new ExportOrder("history", Permission.ViewHistory, format, now),
            (services, cancellationToken) => Lines(view.ToFilter(now, zone), services, cancellationToken)
        );
    }

    private static IAsyncEnumerable<EventLine> Lines(
        HistoryFilter filter,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var queries = services.GetRequiredService<HistoryQueries>();
        return Pages
            .AllAsync<EventRow, EventPosition>(
                (after, token) => queries.PageAsync(filter, after, Pages.PieceSize, token),
                cancellationToken
            )
            .Select(EventLine.Of);
    }
}

/// <summary>An event as a line of the export. Times are ISO 8601 in UTC.</summary>
[CsvRecord]
internal sealed partial record EventLine(
    long Id,
    string? WebhookId,
    string Type,
    string Source,
    string? ConnectionId,
    string UserId,
    string? UserName,
    string? Brokerage,
    string? Result,
    string Effect,
    string? Actor,
    string? OccurredAt,
    string? ReceivedAt
)
{
    public static EventLine Of(EventRow row) =>
        new(
            row.Id,
            row.WebhookId,
            row.Type,
            row.Source.ToString(),
            row.ConnectionId,
            row.UserId,
            row.UserName,
            row.BrokerageName ?? row.BrokerageId,
            row.AttemptResult,
            row.Effect.ToString(),
            row.Actor,
            ListExport.Time(row.OccurredAt),
            ListExport.Time(row.ReceivedAt)
        );
}
