using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Stopping;

/// <summary>
/// Keeps the listener open for a moment after the process was told to stop. The server would close it immediately, and what
/// arrives before proxies and SnapTrade notice would be dropped. Requests are served as before, webhooks included, readiness
/// fails, and each response asks to close its connection, so that no later request is sent on it. What arrives after that
/// moment, while requests in progress are completed, is answered 503 instead of being dropped.
/// </summary>
internal sealed class Drain(
    IHostApplicationLifetime lifetime,
    IOptions<ShutdownOptions> options,
    TimeProvider time
) : IHostedLifecycleService, IHealthCheck, IStartupFilter, IDisposable
{
    // The server waits for every request that has begun, and no longer minds how slowly its body arrives.
    private static readonly TimeSpan MaxUnfinished = TimeSpan.FromSeconds(5);

    // Seconds, as for other deliveries that can't be stored.
    private const string RetryAfter = "30";

    private readonly CancellationTokenSource _tooLate = new();
    private readonly TaskCompletionSource _completed = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private int _inHand;
    private volatile bool _isClosed;
    private ITimer? _timer;

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Runs before the server and all other services are stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        // A host that is disposed without having been told to stop, or is stopped again, has nobody to wait for.
        if (!IsStopping || _timer is not null)
            return;
        _timer = time.CreateTimer(
            _ => _tooLate.Cancel(),
            state: null,
            options.Value.DrainFor + MaxUnfinished,
            Timeout.InfiniteTimeSpan
        );
        await Task.Delay(options.Value.DrainFor, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _isClosed = true;
        if (Volatile.Read(ref _inHand) > 0)
            await _completed
                .Task.WaitAsync(MaxUnfinished, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _tooLate.Dispose();
    }

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            IsStopping
                ? HealthCheckResult.Unhealthy("The node is stopping.")
                : HealthCheckResult.Healthy("The node is running.")
        );

    // Around everything, since webhooks leave the pipeline early.
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(
                async (context, following) =>
                {
                    await using var late = _tooLate.Token.UnsafeRegister(
                        static context => ((HttpContext)context!).Abort(),
                        context
                    );
                    if (IsStopping && HttpProtocol.IsHttp11(context.Request.Protocol))
                        context.Response.Headers.Connection = "close";
                    if (_isClosed)
                        Refuse(context.Response);
                    else
                        await CompleteAsync(following, context);
                }
            );
            next(app);
        };

    // SnapTrade sends the event again, and a proxy or client tries another node.
    private static void Refuse(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = RetryAfter;
    }

    // Connections of screens last as long as the node; they are told to connect elsewhere when it was told to stop.
    private async Task CompleteAsync(RequestDelegate following, HttpContext context)
    {
        if (context.Request.Headers.Upgrade.Count > 0)
        {
            await following(context);
            return;
        }
        Interlocked.Increment(ref _inHand);
        try
        {
            await following(context);
        }
        finally
        {
            if (Interlocked.Decrement(ref _inHand) == 0 && _isClosed)
                _completed.TrySetResult();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
