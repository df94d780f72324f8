using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;
using Dashboard.Emails;

namespace Dashboard.Features.Policy;

public static class PolicySetup
{
    /// <summary>Adds the page that sets the e-mail policy and simulates it.</summary>
    public static IHostApplicationBuilder AddPolicy(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<PolicyEditor>();
        builder.Services.AddSingleton<RecentHistory>();
        builder.Services.AddScoped<SimulationReader>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "Change the e-mail policy",
                EmailPaths.Policy,
                "mail",
                nameof(Permission.ManageSettings),
                "automatic schedule simulate"
            )
        );
        return builder;
    }
}
