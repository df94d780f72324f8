using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Features.Webhooks;

/// <summary>
/// Degraded while bodies give way to others. Not unhealthy: deliveries are still accepted, and a client that opens many requests
/// must not get the node taken out of service.
/// </summary>
internal sealed class BodiesHealthCheck(BodyBudget bodies) : IHealthCheck
{
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        Task.FromResult(
            bodies.WasShortWithin(Period)
                ? HealthCheckResult.Degraded("Too many deliveries are incomplete.")
                : HealthCheckResult.Healthy("Deliveries arrive completely.")
        );
}
