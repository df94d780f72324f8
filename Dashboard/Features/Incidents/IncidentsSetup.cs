using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Incidents.Detection;

namespace Dashboard.Features.Incidents;

public static class IncidentsSetup
{
    public const string Path = "/incidents";

    /// <summary>Adds the detection of brokerage outages, and its screen.</summary>
    public static IHostApplicationBuilder AddIncidents(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IncidentLog>();
        services.AddSingleton<IncidentFigures>();
        services.AddRecurringWork<IncidentWatch>();
        services.AddSingleton<BreakReader>();
        services.AddSingleton<IncidentDetector>();
        services.AddRecurringWork<IncidentDetectionWork>();
        services.AddScoped<IncidentQueries>();
        services.AddScoped<IncidentChanges>();
        services.AddSingleton(
            new NavEntry("Incidents", Path, "warning", nameof(Permission.ViewConnections), Order: 20)
            {
                IsCounted = true,
            }
        );
        services.AddFramePart<IncidentBanner>(FrameSlot.Banner);
        return builder;
    }
}
