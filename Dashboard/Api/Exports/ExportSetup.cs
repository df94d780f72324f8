using Dashboard.Data.Work;

namespace Dashboard.Api.Exports;

internal static class ExportSetup
{
    /// <summary>Lists as files that are written in the background.</summary>
    public static void Add(IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<ExportOptions>()
            .Bind(builder.Configuration.GetSection(ExportOptions.Section))
            .Validate(o => !string.IsNullOrWhiteSpace(o.Folder), "Exports__Folder must name a folder.")
            .Validate(o => o.BackgroundAbove > 0, "Exports__BackgroundAbove must be 1 or more.")
            .Validate(o => o.MaxRows > 0, "Exports__MaxRows must be 1 or more.")
            .ValidateOnStart();
        services.AddSingleton<ExportFolder>();
        services.AddSingleton<ExportWriter>();
        services.AddSingleton(provider => new ExportJobs(
            provider.GetRequiredService<ExportWriter>(),
            provider.GetRequiredService<ExportFolder>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<ILogger<ExportJobs>>()
        ));
        services.AddRecurringWork<ExportSweep>();
    }
}
