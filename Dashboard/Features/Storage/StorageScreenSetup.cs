using Dashboard.Components.Navigation;
using Dashboard.Components.Palette;
using Dashboard.Domain.Operators;

namespace Dashboard.Features.Storage;

public static class StorageScreenSetup
{
    /// <summary>Adds the screen of what is stored.</summary>
    public static IHostApplicationBuilder AddStorageScreen(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<StorageReader>();
        builder.Services.AddScoped<StorageActions>();
        builder.Services.AddSingleton(
            new PaletteAction(
                "See storage and backups",
                SettingsPaths.Storage,
                "settings",
                nameof(Permission.ViewStorage),
                "database disk space retention replay restore settings"
            )
        );
        return builder;
    }
}
