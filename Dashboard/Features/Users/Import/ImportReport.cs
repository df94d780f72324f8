using CsvHelper;
using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Components.Navigation;
using Dashboard.Domain;
using Dashboard.Domain.Operators;
using Dashboard.Domain.Users;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Users.Import;

/// <summary>The rows that were not imported, as a file for a spreadsheet.</summary>
internal static class ImportReport
{
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
        var issues = Pages.AllAsync<UserImportIssue, IssuePosition>(
            (after, token) => imports.IssuesAsync(id, after, Pages.PieceSize, token),
            cancellationToken
        );
        return ListExport.Send(
            issues.Select(issue => new ReportLine(issue.Line, issue.UserId, issue.Reason)),
            ExportFormat.Csv,
            "import-rows-left-out",
            import.CreatedAt,
            cancellationToken
        );
    }
}

/// <summary>A row that was not imported, as a line of the report.</summary>
[CsvRecord]
internal sealed partial record ReportLine(long Line, string? UserId, string Reason);
