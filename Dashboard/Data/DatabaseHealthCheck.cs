using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Dashboard.Data;

/// <summary>Readiness: whether this node can commit.</summary>
internal sealed class DatabaseHealthCheck(CommitHealth commits) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await commits.CanCommitAsync(cancellationToken)
            ? HealthCheckResult.Healthy("The database accepts commits.")
            : HealthCheckResult.Unhealthy("The database does not accept commits.");
}
