using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Reconciliation.Brokerages;
using Dashboard.Features.Reconciliation.Drifting;
using Dashboard.Features.Reconciliation.Screen;
using Dashboard.Features.Reconciliation.Sweep;
using Microsoft.Extensions.Options;

namespace Dashboard.Features.Reconciliation;

public static class ReconciliationSetup
{
    public const string Path = "/reconciliation";

    /// <summary>Adds the comparison of stored state with SnapTrade, and its screen.</summary>
    public static IHostApplicationBuilder AddReconciliation(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services
            .AddOptions<ReconciliationOptions>()
            .BindConfiguration(ReconciliationOptions.Section)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReconciliationOptions>, ReconciliationOptionsValidator>();
        services.AddSingleton<SweepPasses>();
        services.AddSingleton<SweepProgress>();
        services.AddSingleton<SweepRound>();
        services.AddSingleton<DriftReader>();
        services.AddRecurringWork<VerificationQueue>();
        services.AddRecurringWork<BrokerageDirectory>();
        services.AddRecurringWork<SweepSchedule>();
        services.AddRecurringWork<SweepRunner>();
        services.AddRecurringWork<SweepWatch>();
        services.AddScoped<SweepCommands>();
        services.AddScoped<ReconciliationQueries>();
        services.AddSingleton(
            new NavEntry(
                "Data checks",
                Path,
                "refresh",
                nameof(Permission.ViewConnections),
                NavGroup.Insight,
                Order: 60
            )
        );
        services.AddFramePart<DriftBanner>(FrameSlot.Banner);
        return builder;
    }
}
