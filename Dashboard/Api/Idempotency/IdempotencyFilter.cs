using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Api.Idempotency;

/// <summary>
/// Lets a caller retry a POST without repeating the work: the same <c>Idempotency-Key</c> gets the
/// same response for 24 hours. Claim, effect and response are committed separately: when the process
/// ends after the effect, no response was sent, and a retry repeats the work.
/// </summary>
internal sealed class IdempotencyFilter(IdempotentAnswers answers) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";

    public async ValueTask<object?> InvokeAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        var http = context.HttpContext;
        if (
            !HttpMethods.IsPost(http.Request.Method)
            || http.Request.Headers[Header] is not { Count: > 0 } header
        )
            return await next(context);
        if (header is not [{ } key] || !IdempotencyProblems.IsKey(key))
            return IdempotencyProblems.Malformed();
        var outcome = await answers.ClaimAsync(
            http.User.FindFirstValue(ClaimTypes.NameIdentifier)!,
            key,
            await HashAsync(http.Request),
            http.RequestAborted
        );
        return outcome switch
        {
            Claim claim => await WorkAsync(context, next, claim),
            KeptAnswer kept => Replay(http, kept),
            OtherRequest => IdempotencyProblems.OtherRequest(),
            Unreadable => IdempotencyProblems.Unreadable(),
            _ => IdempotencyProblems.StillRunning(http),
        };
    }

    private async Task<IResult> WorkAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next,
        Claim claim
    )
    {
        KeptAnswer answer;
        try
        {
            answer = await CaptureAsync(context.HttpContext, await next(context));
        }
        catch
        {
            await answers.ReleaseAsync(claim);
            throw;
        }
        if (IsFinal(answer.Status))
            await answers.StoreAsync(claim, answer);
        else
            await answers.ReleaseAsync(claim);
        return new CapturedAnswer(answer);
    }

    // Validation errors are final. A 404, a 409 or a failure had no effect, and a retry may have another
    // result.
    private static bool IsFinal(int status) =>
        status is >= 200 and < 300
        || status
            is StatusCodes.Status400BadRequest
                or StatusCodes.Status413PayloadTooLarge
                or StatusCodes.Status415UnsupportedMediaType
                or StatusCodes.Status422UnprocessableEntity;

    private static CapturedAnswer Replay(HttpContext context, KeptAnswer kept)
    {
        context.Response.Headers[ReplayedHeader] = "true";
        return new CapturedAnswer(kept);
    }

    private static async Task<KeptAnswer> CaptureAsync(HttpContext context, object? result)
    {
        var response = context.Response;
        var wire = response.Body;
        await using var memory = new MemoryStream();
        response.Body = memory;
        try
        {
            await (result as IResult ?? TypedResults.Ok(result)).ExecuteAsync(context);
            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        finally
        {
            response.Body = wire;
        }
        return new KeptAnswer(
            response.StatusCode,
            response.ContentType,
            response.Headers.Location,
            memory.ToArray()
        );
    }

    private static async Task<string> HashAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var target = $"{request.Method} {request.Path}{request.QueryString} {request.ContentType}\n";
        hash.AppendData(Encoding.UTF8.GetBytes(target));
        request.EnableBuffering();
        var buffer = new byte[4096];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private sealed class CapturedAnswer(KeptAnswer answer) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.StatusCode = answer.Status;
            response.ContentType = answer.ContentType;
            if (answer.Location is { Length: > 0 } location)
                response.Headers.Location = location;
            response.ContentLength = answer.Body.Length;
            return response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
        }
    }
}
