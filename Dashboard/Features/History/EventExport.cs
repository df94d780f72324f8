using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Data.Reading;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

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
                    (HttpRequest request, Sender sender, CancellationToken token) =>
                        sender.SendAsync(request.Query, format, token)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    /// <summary>Reads the history page by page while it is sent.</summary>
    internal sealed class Sender(HistoryQueries queries, ExportJournal journal, TimeProvider time)
    {
        public async Task<PushStreamHttpResult> SendAsync(
            IQueryCollection query,
            ExportFormat format,
            CancellationToken cancellationToken
        )
        {
            var view = HistoryView.Read(name => query[name]);
            var isKnown = TimeZoneInfo.TryFindSystemTimeZoneById(query["zone"].ToString(), out var found);
            var zone = isKnown ? found! : TimeZoneInfo.Utc;
            await journal.BeginAsync(
                "history",
                (view with { Search = null }).ToUri(zone),
                view.Search is not null,
                cancellationToken
            );
            var now = time.GetUtcNow();
            var filter = view.ToFilter(now, zone);
            var rows = Pages.AllAsync<EventRow, EventPosition>(
                (after, token) => queries.PageAsync(filter, after, Pages.PieceSize, token),
                cancellationToken
            );
            return ListExport.Send(rows.Select(EventLine.Of), format, "history", now, cancellationToken);
        }
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
