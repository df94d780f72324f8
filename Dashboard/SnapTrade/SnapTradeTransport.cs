using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace Dashboard.SnapTrade;

/// <summary>Stands for an answer whose body does not matter.</summary>
internal sealed record Nothing;

/// <summary>Signs, sends within the budget and the timeout, and turns every failure into a typed one.</summary>
internal sealed partial class SnapTradeTransport(
    IHttpClientFactory clients,
    IOptions<SnapTradeOptions> options,
    SnapTradeEndpoint endpoint,
    SnapTradeRateBudget budget,
    TimeProvider time,
    ILogger<SnapTradeTransport> logger
)
{
    public const string ClientName = "SnapTrade";

    // The Date header counts whole seconds: smaller differences mean nothing.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);
    private static readonly UriCreationOptions AsIs = new()
    {
        DangerousDisablePathAndQueryCanonicalization = true,
    };

    public async Task<Observed<T?>> SendAsync<T>(
        SnapTradeCall call,
        CallPriority priority,
        CancellationToken cancellationToken
    )
    {
        await budget.AcquireAsync(priority, cancellationToken);
        var began = time.GetTimestamp();
        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var answer = await ExchangeAsync<T>(call, either.Token);
            LogAnswered(call.Method, call.Path, time.GetElapsedTime(began).TotalMilliseconds);
            return answer;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = SnapTradeErrors.From(exception, call);
            if (failure is null)
                throw;
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
            // A caller who gave up gets no other error, even when the connection failed at that moment.
            cancellationToken.ThrowIfCancellationRequested();
            throw new UnreachableException();
        }
    }

    private async Task<Observed<T?>> ExchangeAsync<T>(SnapTradeCall call, CancellationToken cancellationToken)
    {
        var began = time.GetUtcNow();
        using var request = Sign(call, began);
        using var client = clients.CreateClient(ClientName);
        using var response = await client.SendAsync(
            request,
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken
        );
        var requestedAt = began + ClockOffset(response);
        budget.Learn(response.Headers);
        if (response.IsSuccessStatusCode)
            return new(await ReadAsync<T>(response, cancellationToken), requestedAt);

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

    private HttpRequestMessage Sign(SnapTradeCall call, DateTimeOffset now)
    {
        var root = endpoint.BaseUrl;
        if (call.IsPublic)
            return new HttpRequestMessage(call.Method, root + call.Path);

        var query = SnapTradeRequestSigner.Query(options.Value.ClientId, call.Parameters, now);
        var uri = new Uri($"{root}{call.Path}?{query}", AsIs);
        var signature = SnapTradeRequestSigner.Sign(
            options.Value.ConsumerKey,
            call.Body,
            uri.AbsolutePath,
            query
        );
        var request = new HttpRequestMessage(call.Method, uri);
        request.Headers.Add("Signature", signature);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        return request;
    }

    private TimeSpan ClockOffset(HttpResponseMessage response)
    {
        var offset = response.Headers.Date - time.GetUtcNow() ?? TimeSpan.Zero;
        return offset.Duration() > ClockTolerance ? offset : TimeSpan.Zero;
    }

    private static async Task<T?> ReadAsync<T>(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        if (typeof(T) == typeof(Nothing) || response.StatusCode == HttpStatusCode.NoContent)
            return default;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
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
