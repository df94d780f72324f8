using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Dashboard.Domain;
using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>The result type of calls whose response body is ignored.</summary>
internal sealed record Nothing;

/// <summary>
/// Makes a call within the budget and the timeout, reads its answer, and turns every failure into a typed one;
/// how the call is sent is the client's business.
/// </summary>
internal sealed partial class SnapTradeExchange(
    IOptions<SnapTradeOptions> options,
    SnapTradeRateBudget budget,
    SnapTradeMetrics metrics,
    SnapTradeOffer offer,
    SnapTradeClock clock,
    TimeProvider time,
    ILogger<SnapTradeExchange> logger
)
{
    /// <param name="send">
    /// Sends the call and returns when the answer's headers are there. Cancelling it ends in
    /// <see cref="OperationCanceledException"/>; a server out of reach in <see cref="HttpRequestException"/>.
    /// </param>
    public async Task<Observed<T?>> RunAsync<T>(
        SnapTradeCall call,
        CallPriority priority,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        using var lease = await AcquireAsync(priority, cancellationToken);
        var began = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var answer = await AskAsync<T>(call, lease, send, either.Token);
            metrics.Called(priority, null);
            LogAnswered(call.Method, call.Path, time.GetElapsedTime(began).TotalMilliseconds);
            return answer;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = SnapTradeErrors.From(exception, call);
            if (failure is null)
                throw;
            if (failure.StatusCode is null)
                lease.Failed();
            metrics.Called(priority, failure.Kind);
            LogFailed(
                call.Method,
                call.Path,
                failure.Kind,
                failure.StatusCode,
                failure.Code,
                failure.RequestId,
                time.GetElapsedTime(began).TotalMilliseconds
            );
            if (ReferenceEquals(failure, exception))
                throw;
            throw failure;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // A caller that gave up gets no other error, even when the connection failed at that moment.
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnreachableException();
        }
    }

    private async Task<CallLease> AcquireAsync(CallPriority priority, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var lease = await budget.AcquireAsync(priority, cancellationToken);
            metrics.Waited(priority, time.GetElapsedTime(began));
            return lease;
        }
        catch (SnapTradeException)
        {
            metrics.HeldBack(priority);
            throw;
        }
    }

    private async Task<Observed<T?>> AskAsync<T>(
        SnapTradeCall call,
        CallLease lease,
        Func<CancellationToken, Task<HttpResponseMessage>> send,
        CancellationToken cancellationToken
    )
    {
        var began = time.GetUtcNow();
        using var response = await send(cancellationToken);
        var requestedAt = began + clock.Offset(response.Headers.Date);
        lease.Answered((int)response.StatusCode, RateLimit.Read(response.Headers));
        offer.Answered(call, isGone: response.StatusCode == HttpStatusCode.Gone);
        if (response.IsSuccessStatusCode)
            return new(await ReadAsync<T>(response, call, cancellationToken), requestedAt);

        var failure = await SnapTradeErrors.ReadAsync(
            response,
            call,
            options.Value.ConsumerKey,
            time,
            cancellationToken
        );
        if (failure.Kind == SnapTradeErrorKind.RateLimited)
            budget.Pause(failure.RetryAfter ?? SnapTradeRateBudget.DefaultPause);
        var isAbsent = failure is { Kind: SnapTradeErrorKind.NotFound, Detail: not null } && call.MayBeAbsent;
        return isAbsent ? new(default, requestedAt) : throw failure;
    }

    private static async Task<T?> ReadAsync<T>(
        HttpResponseMessage response,
        SnapTradeCall call,
        CancellationToken cancellationToken
    )
    {
        if (typeof(T) == typeof(Nothing) || response.StatusCode == HttpStatusCode.NoContent)
            return default;
        await using var body = new BoundedStream(
            await response.Content.ReadAsStreamAsync(cancellationToken),
            call.MaxAnswer
        );
        return await JsonSerializer.DeserializeAsync<T>(body, SnapTradeJson.Options, cancellationToken);
    }

    [LoggerMessage(LogLevel.Debug, "SnapTrade answered {Method} {Path} in {Milliseconds:F0} ms")]
    private partial void LogAnswered(HttpMethod method, string path, double milliseconds);

    [LoggerMessage(
        LogLevel.Warning,
        "SnapTrade call {Method} {Path} failed after {Milliseconds:F0} ms: {Kind}, status {Status}, code {Code}, request {RequestId}"
    )]
    private partial void LogFailed(
        HttpMethod method,
        string path,
        SnapTradeErrorKind kind,
        int? status,
        string? code,
        string? requestId,
        double milliseconds
    );
}
