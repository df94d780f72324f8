using Dashboard.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OpenTelemetry.Metrics;

namespace Dashboard.Api;

/// <summary>The endpoints of the platform: liveness, readiness and metrics.</summary>
public static class PlatformSetup
{
    private const string Ready = "ready";

    // The general limit; endpoints set lower ones.
    private const long MaxBytes = 1024 * 1024;

    public static IHostApplicationBuilder AddPlatform(this IHostApplicationBuilder builder)
    {
        builder.Services.Configure<KestrelServerOptions>(o => o.Limits.MaxRequestBodySize = MaxBytes);
        builder.Services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: [Ready]);
        builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Dashboard.*")
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    // One series per component and parameter: hundreds of KB without use.
                    .AddView(
                        "aspnetcore.components.update_parameters.duration",
                        MetricStreamConfiguration.Drop
                    )
                    .AddPrometheusExporter()
            );
        return builder;
    }

    /// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>, without secrets.</summary>
    public static WebApplication MapPlatform(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false })
            .AllowAnonymous();
        app.MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions { Predicate = c => c.Tags.Contains(Ready) }
            )
            .AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }
}
