using Dashboard.Access;
using Dashboard.Api;
using Dashboard.Api.Exports;
using Dashboard.Domain.Operators;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Features.Exports;

/// <summary>Downloads of exports by the person who made them.</summary>
internal static class ExportDownload
{
    public static string PathOf(string id) => $"{ExportAnswer.Page}/{id}/file";

    public static void Map(WebApplication app) =>
        app.MapGet($"{ExportAnswer.Page}/{{id}}/file", Get)
            .Require(Permission.ExportLists)
            .ExcludeFromDescription();

    private static Results<FileStreamHttpResult, RedirectHttpResult, ForbidHttpResult> Get(
        string id,
        ExportJobs jobs,
        CurrentOperator current
    )
    {
        if (jobs.Find(current.Id, id) is not { } job || jobs.Open(job) is not { } file)
            // The page says why.
            return TypedResults.Redirect($"{ExportAnswer.Page}?gone=true");
        if (current.Can(job.Order.Permission))
            return TypedResults.File(
                file,
                ListExport.TypeOf(job.Order.Format),
                ListExport.NameOf(job.Order.List, job.Order.Format, job.Order.At),
                enableRangeProcessing: true
            );
        file.Dispose();
        return TypedResults.Forbid();
    }
}
