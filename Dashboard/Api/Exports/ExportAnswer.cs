using Dashboard.Domain;

namespace Dashboard.Api.Exports;

/// <summary>Answers requests for a list as a file.</summary>
public static class ExportAnswer
{
    /// <summary>The page with the person's exports.</summary>
    public const string Page = "/exports";

    /// <summary>The page, to which a request is sent that has to wait for another export.</summary>
    public const string BusyPage = Page + "?busy=true";

    // Proxies end requests after 30 s or more.
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Sends the list while it is read. For a request that prefers it (<c>Prefer: respond-async</c>, which other sites can't
    /// send), a large or slow list is written in the background instead, and the answer is 202 with the page's address. Where no
    /// file can be created, that request also gets the list while it is read.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="order">What.</param>
    /// <param name="read">Reads the lines, with services of the request or of the background.</param>
    /// <typeparam name="TLine">See <see cref="ListExport.Send"/>.</typeparam>
    public static async Task<IResult> SendAsync<TLine>(
        HttpContext context,
        ExportOrder order,
        Func<IServiceProvider, CancellationToken, IAsyncEnumerable<TLine>> read
    )
        where TLine : notnull
    {
        if (!context.Request.Headers["Prefer"].Contains("respond-async"))
            return Send(context, order, read);
        var jobs = context.RequestServices.GetRequiredService<ExportJobs>();
        if (jobs.Start(order, context.User, read) is not { } job)
            return Elsewhere(context, BusyPage, StatusCodes.Status409Conflict);
        await WaitAsync(jobs, job, context);
        if (job is { HasFile: false, Status.State: ExportState.Failed })
        {
            jobs.Remove(job);
            return Send(context, order, read);
        }
        if (jobs.TakeFile(job) is { } file)
            return TypedResults.File(
                file,
                ListExport.TypeOf(order.Format),
                ListExport.NameOf(order.List, order.Format, order.At)
            );
        return Elsewhere(context, Page, StatusCodes.Status202Accepted);
    }

    private static IResult Send<TLine>(
        HttpContext context,
        ExportOrder order,
        Func<IServiceProvider, CancellationToken, IAsyncEnumerable<TLine>> read
    )
        where TLine : notnull =>
        ListExport.Send(
            read(context.RequestServices, context.RequestAborted),
            order.Format,
            order.List,
            order.At,
            context.RequestAborted
        );

    private static async Task WaitAsync(ExportJobs jobs, ExportJob job, HttpContext context)
    {
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var waited = Task.Delay(WaitsFor, time, context.RequestAborted);
        await Task.WhenAny(job.Ended, job.IsLarge, waited);
        if (context.RequestAborted.IsCancellationRequested)
        {
            jobs.Remove(job);
            context.RequestAborted.ThrowIfCancellationRequested();
        }
        // Also one that has failed: the page says why.
        job.IsInBackground = job.Status.State != ExportState.Ready;
    }

    private static IResult Elsewhere(HttpContext context, string page, int status)
    {
        context.Response.Headers.Location = page;
        return TypedResults.StatusCode(status);
    }
}
