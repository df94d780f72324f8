using Dashboard.Api;
using Dashboard.Components.Layout;
using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Data.Work;
using Dashboard.Domain.Operators;
using Dashboard.Features.Settings.Checks;
using Dashboard.Features.Settings.Configuration;
using Dashboard.Features.Settings.Health;
using Dashboard.Features.Settings.SetUp;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Features.Settings;

public static class SettingsSetup
{
    /// <summary>Adds the set-up and the verdict on whether the product works.</summary>
    public static IHostApplicationBuilder AddSettings(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<Transports>();
        services.Configure<HubOptions>(o => o.AddFilter<TransportFilter>());
        services.AddSingleton<TransportFilter>();
        services.AddSingleton<OutsideClient>();
        services.AddSingleton<TestDeliveryWriter>();
        services.AddSingleton<OutsideCheck>();
        services.AddRecurringWork<SnapTradeCheck>();
        services.AddRecurringWork<HealthWatch>();
        services.AddSingleton<IReadinessDetails, ReadinessDetails>();
        services.AddScoped<SetUpReader>();
        services.AddScoped<SetUpActions>();
        services.AddScoped<ConfigurationReader>();
        services.AddFramePart<HealthChip>(FrameSlot.Live);
        services.AddFramePart<WorkingCard>(FrameSlot.Overview);
        services.AddSingleton(
            new NavEntry(
                "Set-up and health",
                SettingsPaths.SetUp,
                "settings",
                nameof(Permission.ManageSettings),
                NavGroup.Settings,
                Order: 30,
                IsExact: true
            )
        );
        services.AddSingleton(
            new PaletteAction(
                "See webhook deliveries",
                SettingsPaths.Deliveries,
                "webhook",
                nameof(Permission.ViewDeliveries),
                "refused signature key settings"
            )
        );
        services.AddSingleton(
            new PaletteAction(
                "See the configuration",
                SettingsPaths.Configuration,
                "settings",
                nameof(Permission.ManageSettings),
                "settings environment variables keys"
            )
        );
        return builder;
    }
}
