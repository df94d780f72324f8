using Dashboard.Components.Navigation;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Overview;

public static class OverviewSetup
{
    public const string Path = "/";
    public const string Wallboard = "/wallboard";

    public static IHostApplicationBuilder AddOverview(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<OverviewNowReader>();
        services.AddSingleton<OverviewFigureReader>();
        services.AddRecurringWork<OverviewWatch>();
        services.AddScoped<MineQueries>();
        services.AddScoped<DayExport.Sender>();
        services.AddSingleton(
            new NavEntry("Overview", Path, "home", nameof(Permission.ViewConnections), Order: 0)
        );
        return builder;
    }

    /// <summary>Maps the days as a file.</summary>
    public static WebApplication MapOverview(this WebApplication app)
    {
        DayExport.Map(app);
        return app;
    }
}
