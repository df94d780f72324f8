using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.Stopping;

/// <summary>
/// Keeps the listener open for a moment after the process was told to stop. The server would close it immediately, and what
/// arrives before proxies and SnapTrade notice would be dropped. Requests are served as before, webhooks included, readiness
/// fails, and each response asks to close its connection, so that no later request is sent on it.
/// </summary>
internal sealed class Drain(
    IHostApplicationLifetime lifetime,
    IOptions<ShutdownOptions> options,
    TimeProvider time
) : IHostedLifecycleService, IHealthCheck, IStartupFilter, IDisposable
{
    // The server waits for every request that has begun, and no longer minds how slowly its body arrives.
    private static readonly TimeSpan MaxUnfinished = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _tooLate = new();
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
                    await following(context);
                }
            );
            next(app);
        };

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
