using CsvHelper;
using Dashboard.Access;
using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Users.Import;

/// <summary>The rows that were not imported, as a file for a spreadsheet.</summary>
internal static class ImportReport
{
    private const int PageSize = 1000;

    // Ids come from outside: a spreadsheet must not read one as a formula.
    private static readonly CsvWriterOptions Guarded = CsvWriterOptions.Default with
    {
        Injection = CsvInjection.Escape,
        WriteByteOrderMark = true,
    };

    public static string PathOf(string id) => $"{UserAddress.OfImport(id)}/report.csv";

    public static void Map(WebApplication app) =>
        app.MapGet($"{UserAddress.Imports}/{{id}}/report.csv", GetAsync)
            .Require(Permission.ManageUsers)
            .ExcludeFromDescription();

    private static async Task<Results<PushStreamHttpResult, NotFound>> GetAsync(
        string id,
        ImportQueries imports,
        CancellationToken cancellationToken
    )
    {
        if (await imports.FindAsync(id, cancellationToken) is not { } import)
            return TypedResults.NotFound();
        return TypedResults.Stream(
            body => WriteAsync(body, imports, id, cancellationToken),
            "text/csv; charset=utf-8",
            $"import-{import.CreatedAt.UtcDateTime:yyyy-MM-dd-HHmm}-rows-left-out.csv"
        );
    }

    private static async Task WriteAsync(
        Stream body,
        ImportQueries imports,
        string id,
        CancellationToken cancellationToken
    )
    {
        await using var csv = CsvWriter.Create(body, Guarded, leaveOpen: true);
        await csv.WriteRecordsAsync(LinesAsync(imports, id, cancellationToken), cancellationToken);
    }

    private static async IAsyncEnumerable<ReportLine> LinesAsync(
        ImportQueries imports,
        string id,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        IssuePosition? after = null;
        do
        {
            var page = await imports.IssuesAsync(id, after, PageSize, cancellationToken);
            foreach (var issue in page.Rows)
                yield return new ReportLine(issue.Line, issue.UserId, issue.Reason);
            after = page.Next;
        } while (after is not null);
    }
}

/// <summary>A row that was not imported, as a line of the report.</summary>
[CsvRecord]
internal sealed partial record ReportLine(long Line, string? UserId, string Reason);
