using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Outcomes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Outcomes;

/// <summary>The figures as a file, with the period and the filters of the page's address.</summary>
internal static class OutcomeExport
{
    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(OutcomesView.Path, format),
                    (HttpRequest request, Sender sender, CancellationToken token) =>
                        sender.SendAsync(request.Query, format, token)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    internal sealed class Sender(OutcomeQueries queries, ExportJournal journal, TimeProvider time)
    {
        public async Task<PushStreamHttpResult> SendAsync(
            IQueryCollection query,
            ExportFormat format,
            CancellationToken cancellationToken
        )
        {
            var view = OutcomesView.Read(
                query["days"],
                query["from"],
                query["to"],
                query["brokerage"],
                query["channel"],
                query["operator"],
                query["zone"]
            );
            var address = view.ToUri(TimeZoneInfo.Utc);
            await journal.BeginAsync("outcomes", address, isSearch: false, cancellationToken);
            var brokerages = await queries.BrokeragesAsync(cancellationToken);
            var request = view.ToRequest(TimeZoneInfo.Utc, brokerages);
            var figures = await queries.GetAsync(request, cancellationToken);
            var lines = OutcomeLines.Of(figures, brokerages);
            if (PageAddress.Text(query["part"]) is { } part)
                lines = lines.Where(line => line.Part == part);
            return ListExport.Send(
                lines.ToAsyncEnumerable(),
                format,
                "outcomes",
                time.GetUtcNow(),
                cancellationToken
            );
        }
    }
}
