using System.Diagnostics.Metrics;
using System.Reflection;
using Dashboard.Domain;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dashboard.Api.Telemetry;

/// <summary>
/// Metrics at <c>/metrics</c>, and everything to a collector where the standard's setting names one:
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; the other <c>OTEL_*</c> settings apply too. Without it nothing is traced.
/// </summary>
internal static class TelemetrySetup
{
    public const string EndpointSetting = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string NameSetting = "OTEL_SERVICE_NAME";
    private const string DefaultName = "reconnect-dashboard";

    // One series per component and parameter: hundreds of KB without use.
    private const string Unused = "aspnetcore.components.update_parameters.duration";

    // Memory is reserved for all series that an instrument may have: at the default of 2,000 it is 13 MB. What is beyond is summed
    // up in a series of its own.
    private const int MostSeries = 500;

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter("Dashboard.*", "System.Net.Http")
                    .AddAspNetCoreInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddView(StreamOf)
                    // A measurement within a traced request leads to its trace.
                    .SetExemplarFilter(ExemplarFilterType.TraceBased)
                    .AddPrometheusExporter()
            );
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointSetting]))
            return;
        telemetry
            .ConfigureResource(resource => Name(resource, builder.Configuration))
            .WithTracing(traces =>
                traces
                    .AddSource(
                        Traces.SourceName,
                        "System.Net.Http",
                        "Microsoft.AspNetCore.Components",
                        "Microsoft.AspNetCore.Components.Server.Circuits"
                    )
                    .AddAspNetCoreInstrumentation()
                    .AddSqlClientInstrumentation()
                    .AddProcessor(new AddressRedaction())
            )
            .WithLogging(configureBuilder: null, o => o.IncludeFormattedMessage = true)
            .UseOtlpExporter();
    }

    private static MetricStreamConfiguration? StreamOf(Instrument instrument) =>
        instrument.Name switch
        {
            Unused => MetricStreamConfiguration.Drop,
            // Each route with each method and status.
            "http.server.request.duration" => null,
            _ => new MetricStreamConfiguration { CardinalityLimit = MostSeries },
        };

    private static void Name(ResourceBuilder resource, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration[NameSetting]))
            resource.AddService(
                DefaultName,
                serviceVersion: Assembly
                    .GetExecutingAssembly()
                    .GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                    ?.InformationalVersion
            );
    }
}
