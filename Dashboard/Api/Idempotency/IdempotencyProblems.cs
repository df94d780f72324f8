using System.Globalization;
using Dashboard.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Dashboard.Api.Idempotency;

/// <summary>The problems with an <c>Idempotency-Key</c>, and what to do about them.</summary>
internal static class IdempotencyProblems
{
    private const int SecondsToWait = 1;

    /// <summary>Visible ASCII, because databases compare other characters differently.</summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= Limits.IdempotencyKey && key.All(c => c is > ' ' and <= '~');

    public static ProblemHttpResult Malformed() =>
        ApiProblems.Bad(
            StatusCodes.Status400BadRequest,
            $"{IdempotencyFilter.Header} must have 1 to {Limits.IdempotencyKey} visible ASCII characters and be sent once, for example a UUID."
        );

    public static ProblemHttpResult OtherRequest() =>
        ApiProblems.Bad(
            StatusCodes.Status422UnprocessableEntity,
            $"This {IdempotencyFilter.Header} was used for another request. Send the same request, or use a new key."
        );

    public static ProblemHttpResult StillRunning(HttpContext context)
    {
        context.Response.Headers.RetryAfter = SecondsToWait.ToString(CultureInfo.InvariantCulture);
        return ApiProblems.Bad(
            StatusCodes.Status409Conflict,
            $"The first request with this {IdempotencyFilter.Header} is still running. Try again after the time in Retry-After."
        );
    }

    public static ProblemHttpResult Unreadable() =>
        ApiProblems.Bad(
            StatusCodes.Status409Conflict,
            $"This request was already executed, but its response can't be read any more. Use a new {IdempotencyFilter.Header} to execute it again."
        );
}
