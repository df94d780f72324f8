using Dashboard.Components.Navigation;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Team.Keys;

public static class KeysSetup
{
    public static IHostApplicationBuilder AddKeys(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<KeyDirectory>();
        builder.Services.AddSingleton(
            new NavEntry(
                "API keys",
                KeyDirectory.Path,
                "key",
                nameof(Permission.ManageTeam),
                NavEntry.LowerGroup + 20
            )
        );
        return builder;
    }
}
