using Dashboard.Api.Stopping;
using Dashboard.Api.Telemetry;
using Dashboard.Data;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

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
        AddDrain(builder);
        builder
            .Services.AddHealthChecks()
            .AddCheck<DatabaseHealthCheck>("database", tags: [Ready])
            .AddCheck<Drain>("stopping", tags: [Ready]);
        builder.AddTelemetry();
        return builder;
    }

    // The state, as the framework writes it, below it what is not as it should be, and details for those who may see them.
    // Descriptions are ours.
    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var troubles = report
            .Entries.Where(entry =>
                entry.Value is { Status: not HealthStatus.Healthy, Description: not null }
            )
            .Select(entry => $"{entry.Key}: {entry.Value.Description}");
        var details = context.RequestServices.GetService<IReadinessDetails>() is { } more
            ? await more.ReadAsync(context)
            : [];
        await context.Response.WriteAsync(
            string.Join('\n', [report.Status.ToString(), .. troubles, .. details]),
            context.RequestAborted
        );
    }

    private static void AddDrain(IHostApplicationBuilder builder)
    {
        builder
            .Services.AddOptions<ShutdownOptions>()
            .Bind(builder.Configuration.GetSection(ShutdownOptions.Section))
            .Validate(
                o => o.DrainFor >= TimeSpan.Zero && o.DrainFor <= ShutdownOptions.MaxDrain,
                "Shutdown__DrainFor must be between 00:00:00 and 00:00:10."
            )
            .ValidateOnStart();
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Drain>());
        builder.Services.AddSingleton<IStartupFilter>(services => services.GetRequiredService<Drain>());
    }

    /// <summary><c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>, without secrets.</summary>
    public static WebApplication MapPlatform(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false })
            .AllowAnonymous();
        app.MapHealthChecks(
                "/health/ready",
                new HealthCheckOptions
                {
                    Predicate = c => c.Tags.Contains(Ready),
                    ResponseWriter = WriteAsync,
                }
            )
            .AllowAnonymous();
        app.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous();
        return app;
    }
}
