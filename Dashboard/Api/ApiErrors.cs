using Dashboard.Domain;

namespace Dashboard.Api;

/// <summary>Answers failures of the REST API with problem details instead of an error page.</summary>
internal sealed partial class ApiErrors(RequestDelegate next, ILogger<ApiErrors> logger)
{
    private const string SecondsToWait = "5";

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/api"))
        {
            await next(context);
            return;
        }
        try
        {
            await next(context);
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            if (!context.RequestAborted.IsCancellationRequested)
                await AnswerAsync(context, exception);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (exception is BadHttpRequestException || Failures.IsOfClient(exception))
            return WriteAsync(
                context,
                (exception as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest,
                "The request can't be read. Compare it with docs/api.md."
            );
        var reference = context.TraceIdentifier;
        LogFailed(logger, exception, context.Request.Method, reference);
        if (!Failures.IsTemporary(exception))
            return WriteAsync(
                context,
                StatusCodes.Status500InternalServerError,
                $"An internal error occurred. Give an admin the reference {reference}; the log has the details."
            );
        context.Response.Headers.RetryAfter = SecondsToWait;
        return WriteAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            $"The database does not respond. Try again in {SecondsToWait} seconds."
        );
    }

    private static Task WriteAsync(HttpContext context, int status, string detail) =>
        ApiProblems.Bad(status, detail).ExecuteAsync(context);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A {Method} request to the REST API failed, reference {Reference}"
    )]
    private static partial void LogFailed(
        ILogger logger,
        Exception exception,
        string method,
        string reference
    );
}
