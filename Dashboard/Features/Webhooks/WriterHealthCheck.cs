using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Features.Webhooks;

/// <summary>Ready means that a delivery could be committed.</summary>
internal sealed class WriterHealthCheck(EventWriter writer) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            writer.IsRunning
                ? HealthCheckResult.Healthy("The event writer is running.")
                : HealthCheckResult.Unhealthy("The event writer is not running.")
        );
}
