using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Keys;

public static class KeysSetup
{
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<KeyDirectory>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "Create an API key",
                KeyDirectory.Path,
                "key",
                nameof(Permission.ManageTeam),
                "token"
            )
        );
        builder.Services.AddSingleton(
            new NavEntry(
                "API keys",
                KeyDirectory.Path,
                "key",
                nameof(Permission.ManageTeam),
                NavGroup.Settings,
                Order: 20
            )
        );
        return builder;
    }
}
