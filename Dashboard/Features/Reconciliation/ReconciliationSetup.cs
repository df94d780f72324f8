using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Data;
using Dashboard.Domain.Operators;
using Dashboard.Features.Reconciliation.Brokerages;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.Features.Reconciliation.Screen;
using Dashboard.Features.Reconciliation.Sweep;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Options;
using Quartz;

namespace Dashboard.Features.Reconciliation;

public static class ReconciliationSetup
{
    public const string Path = "/reconciliation";

    // Whether something is due is in the database, and cheap to ask.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Adds what compares belief with SnapTrade, and the screen that shows it.</summary>
    public static IHostApplicationBuilder AddReconciliation(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<ReconciliationOptions>()
            .BindConfiguration(ReconciliationOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReconciliationOptions>, ReconciliationOptionsValidator>();
        services.AddHostedService<VerificationQueue>();
        services.AddSingleton<BrokerageDirectory>();
        services.AddSingleton<SweepPasses>();
        services.AddSingleton<SweepRound>();
        services.AddSingleton<SweepRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<SweepRunner>());
        services.AddSingleton<DriftReader>();
        services.AddSingleton<SweepWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<SweepWatch>());
        services.AddScoped<SweepCommands>();
        services.AddScoped<ReconciliationQueries>();
        services.AddSingleton(
            new NavEntry("Reconciliation", Path, "refresh", nameof(Permission.ViewConnections), Order: 60)
        );
        services.AddFramePart<DriftBanner>(FrameSlot.Banner);
        AddSchedule(builder);
        return builder;
    }

    private static void AddSchedule(IHostApplicationBuilder builder)
    {
        builder.Services.AddQuartz(quartz =>
        {
            KeepSchedule(quartz, builder.Configuration);
            quartz.ScheduleJob<SweepSchedule>(
                trigger => trigger.WithIdentity("sweep").StartNow().WithSimpleSchedule(LookEvery),
                job => job.WithIdentity("sweep")
            );
            quartz.ScheduleJob<BrokerageSchedule>(
                trigger => trigger.WithIdentity("brokerages").StartNow().WithSimpleSchedule(LookEvery),
                job => job.WithIdentity("brokerages")
            );
        });
        // Jobs ask SnapTrade, and the simulated one answers only once this server listens.
        builder.Services.AddQuartzHostedService(options => options.AwaitApplicationStarted = true);
    }

    // Nodes that share a database share the schedule in it; one node keeps it in memory.
    private static void KeepSchedule(IQuartzBuilder quartz, IConfiguration configuration)
    {
        if (
            !DatabaseOptions.SqlServer.Equals(
                configuration["Database:Provider"],
                StringComparison.OrdinalIgnoreCase
            )
        )
        {
            quartz.UseInMemoryStore();
            return;
        }
        quartz.UsePersistentStore(store =>
        {
            store.UseSqlServer(
                SqlClientFactory.Instance,
                configuration.GetConnectionString("Dashboard") ?? ""
            );
            store.UseClustering();
            store.ProvisionSchema();
        });
    }
}
