using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.Exports;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Outbox;

/// <summary>The list of e-mails as a file, with the filters of its address.</summary>
internal static class EmailExport
{
    public static void Map(WebApplication app)
    {
        foreach (var format in Enum.GetValues<ExportFormat>())
        {
            app.MapGet(
                    ExportAddress.Of(EmailPaths.Outbox, format),
                    (
                        HttpContext context,
                        ExportJournal journal,
                        TimeProvider time,
                        string? state,
                        string? trigger,
                        string? q,
                        string? since,
                        string? sort
                    ) =>
                        SendAsync(
                            OutboxView.Read(state, trigger, q, since, sort),
                            format,
                            context,
                            journal,
                            time
                        )
                )
                .Require(Permission.ExportLists)
                .ExcludeFromDescription();
        }
    }

    private static async Task<IResult> SendAsync(
        OutboxView view,
        ExportFormat format,
        HttpContext context,
        ExportJournal journal,
        TimeProvider time
    )
    {
        await journal.BeginAsync(
            "e-mails",
            (view with { Search = null }).ToUri(),
            view.Search is not null,
            context.RequestAborted
        );
        return await ExportAnswer.SendAsync(
            context,
            new ExportOrder("e-mails", Permission.ViewEmails, format, time.GetUtcNow()),
            (services, cancellationToken) => Lines(view, services, cancellationToken)
        );
    }

    private static IAsyncEnumerable<EmailLine> Lines(
        OutboxView view,
        IServiceProvider services,
        CancellationToken cancellationToken
    )
    {
        var queries = services.GetRequiredService<OutboxQueries>();
        return Pages
            .AllAsync<OutboxRow, OutboxPosition>(
                (after, token) => queries.PageAsync(view, after, Pages.PieceSize, token),
                cancellationToken
            )
            .Select(EmailLine.Of);
    }
}

/// <summary>An e-mail as a line of the export. Times are ISO 8601 in UTC.</summary>
[CsvRecord]
internal sealed partial record EmailLine(
    string Id,
    string UserId,
    string? UserName,
    string? Address,
    string State,
    string Trigger,
    string? CreatedAt,
    string? FinishedAt,
    string? BouncedAt,
    int Connections,
    int Repaired
)
{
    public static EmailLine Of(OutboxRow row) =>
        new(
            row.Id,
            row.Email.UserId,
            row.UserName,
            row.Address,
            row.Email.State.ToString(),
            row.Email.Trigger.ToString(),
            ListExport.Time(row.Email.CreatedAt),
            ListExport.Time(row.Email.FinishedAt),
            ListExport.Time(row.Email.BouncedAt),
            row.Items.Count,
            row.Items.Count(item => item.Outcome.IsRepaired)
        );
}
