using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Outcomes.Reports;

/// <summary>The figures of a month as a file.</summary>
internal static class ReportExport
{
    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(ReportAddress.Path, format),
                    (HttpRequest request, Sender sender, CancellationToken token) =>
                        sender.SendAsync(request.Query, format, token)
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    internal sealed class Sender(ReportQueries queries, ExportJournal journal, TimeProvider time)
    {
        public async Task<PushStreamHttpResult> SendAsync(
            IQueryCollection query,
            ExportFormat format,
            CancellationToken cancellationToken
        )
        {
            var (report, _, _) = await queries.ReadAsync(query["month"], cancellationToken);
            await journal.BeginAsync(
                "monthly report",
                ReportAddress.Of(report.Month),
                isSearch: false,
                cancellationToken
            );
            var lines = OutcomeLines.Of(report.Figures, report.Brokerages);
            if (PageAddress.Text(query["part"]) is { } part)
                lines = lines.Where(line => line.Part == part);
            return ListExport.Send(
                lines.ToAsyncEnumerable(),
                format,
                $"outcomes-{report.Month.Text}",
                time.GetUtcNow(),
                cancellationToken
            );
        }
    }
}
